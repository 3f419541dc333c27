package fovea.serve.v1;

import fovea.export.Export;
import fovea.files.FileName;
import fovea.io.Safetensors;
import fovea.run.Version;
import fovea.serve.http.Exchange;
import fovea.serve.http.Reply;
import fovea.serve.http.Route;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What models there are, what each is, and its file.
 *
 * @param data name of those on which models are judged, if there are any
 * @param indexed SHA-256 of the weights by which pictures have been indexed
 */
public record Models(ServedModels models, Optional<String> data, List<String> indexed) {
  /** Ways to compute a model, as replies call them. */
  public static final List<String> FORMATS = List.of("bfloat16", "float32", "int8", "onnx");

  private record Listed(List<ModelFacts> models, String fovea) {}

  /** All of its routes. */
  public List<Route> routes() {
    return Stream.concat(
            Stream.of(Route.of("GET", "/v1/models", (exchange, words, query) -> list(exchange))),
            paths()
                .flatMap(
                    path ->
                        Stream.of(
                            Route.of(
                                "GET", path, (exchange, words, query) -> facts(exchange, words)),
                            Route.of(
                                "GET",
                                path + "/file",
                                (exchange, words, query) -> file(exchange, words)))))
        .toList();
  }

  /** Where a model is asked, as addresses are written. */
  public static String path(String name) {
    return "/v1/models/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** As the routes of a model begin, with a version and without. */
  public static Stream<String> paths() {
    return Stream.of("/v1/models/{model}", "/v1/models/{model}/versions/{version}");
  }

  private void list(Exchange exchange) {
    List<ModelFacts> all = new ArrayList<>();
    for (String name : models.names()) {
      try (ModelVersion.Lease lease = models.lease(name, null)) {
        all.add(facts(lease.version()));
      } catch (Refusal e) {
        if (models.names().contains(name)) { // else it was deleted meanwhile
          throw e;
        }
      }
    }
    exchange.reply(Reply.json(new Listed(all, Version.current())));
  }

  private void facts(Exchange exchange, Map<String, String> words) {
    try (ModelVersion.Lease lease = models.lease(words)) {
      exchange.reply(Reply.json(facts(lease.version())));
    }
  }

  private ModelFacts facts(ModelVersion version) {
    boolean neighbours =
        indexed.stream().anyMatch(weights -> weights.equals(version.weightsSha256()));
    return ModelFacts.of(version, models, data, neighbours);
  }

  private void file(Exchange exchange, Map<String, String> words) {
    try (ModelVersion.Lease lease = models.lease(words)) {
      Path file = lease.version().keptFile();
      String called = lease.version().name();
      boolean comparing = lease.version().fitted().comparesFeatures();
      exchange.reply(
          models.isOfSession(called) ? called + ".safetensors" : FileName.of(file),
          comparing ? withoutItsFeatures(file) : Files.newByteChannel(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The file beside it isn't handed out, so that this one must be of use alone.
   *
   * @return a file that is gone once it is closed
   */
  private static SeekableByteChannel withoutItsFeatures(Path file) throws IOException {
    SeekableByteChannel alone =
        Files.newByteChannel(
            Files.createTempFile("fovea-serve", ".safetensors"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(alone));
      Safetensors.writeTo(out, Export.alone(file));
      out.flush();
      return alone.position(0);
    } catch (IOException | RuntimeException e) {
      alone.close();
      throw e;
    }
  }
}
