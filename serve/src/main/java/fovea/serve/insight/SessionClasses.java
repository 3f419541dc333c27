package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Features;
import fovea.fewshot.NewClass;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.run.ChangedModel;
import fovea.run.ClassChange;
import fovea.run.TrainedModel;
import fovea.serve.batch.Decoding;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Exchange;
import fovea.serve.http.Query;
import fovea.serve.http.Reply;
import fovea.serve.http.Uploads;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelSource;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import fovea.serve.v1.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model that knows one class more, by photos, and serves it until the service ends. The
 * model that it was made of stays as it is.
 *
 * @param folder that such models lie in
 */
record SessionClasses(
    ServedModels models, StudiedModels studied, Questions questions, TemporaryFolder folder)
    implements Endpoint {

  /**
   * @param recognised of the photos, each judged by the others; null of a single one
   * @param seconds that learning took
   */
  private record Learnt(
      String model,
      String version,
      String of,
      @JsonProperty("class") String name,
      int classes,
      int photos,
      @Nullable Integer recognised,
      double seconds,
      String download) {}

  @Override
  public List<String> parameters() {
    return List.of("name", "accept");
  }

  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    String name =
        query
            .text("name")
            .map(String::strip)
            .filter(text -> !text.isEmpty() && text.length() <= 100)
            .orElseThrow(
                () ->
                    Refusal.wrongParameter(
                        "the new class needs a name of at most 100 letters, expected `name`"));
    double accept = query.figure("accept", 0.01, 1).orElse(NewClass.ACCEPTED);
    models.lease(words.getOrDefault("model", ""), words.get("version")).close();
    Optional<String> type = exchange.header("Content-Type");
    exchange.read(
        exchange.limits().requestBytes(),
        "a request",
        body ->
            questions.ask(
                waited ->
                    exchange.guarded(
                        () -> {
                          List<Upload> photos = Uploads.of(type, body, exchange.limits());
                          exchange.countImages(photos.size());
                          photos.forEach(Decoding::requireImage);
                          learn(exchange, words, name, accept, photos);
                        })));
  }

  private void learn(
      Exchange exchange,
      Map<String, String> words,
      String name,
      double accept,
      List<Upload> photos) {
    try (ModelVersion.Lease lease =
        models.lease(words.getOrDefault("model", ""), words.get("version"))) {
      ModelVersion version = lease.version();
      if (version.classes().contains(name)) {
        throw Refusal.classExists("the model has a class `%s` already".formatted(name));
      }
      StudiedModel model = studied.of(version);
      List<Pixels> pictures =
          photos.stream()
              .map(
                  photo ->
                      Decoding.decode(photo, version.height(), version.width(), exchange.limits()))
              .toList();
      String made = version.name() + "+" + name.replaceAll("[^A-Za-z0-9._-]", "-");
      long start = System.nanoTime();
      Made learnt = write(model, name, accept, pictures, photos, made);
      double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
      try (ModelVersion.Lease served = models.addForSession(new ModelSource(made, learnt.file))) {
        String called = served.version().name();
        exchange.reply(
            Reply.json(
                new Learnt(
                    called,
                    served.version().version(),
                    version.name(),
                    name,
                    served.version().classes().size(),
                    photos.size(),
                    learnt.recognised,
                    seconds,
                    Models.path(called) + "/file")));
      }
    } catch (FoveaException e) { // a head that takes no class more
      throw Refusal.notPossible(String.valueOf(e.getMessage()));
    }
  }

  /**
   * @param recognised of the photos; null of a single one
   */
  private record Made(Path file, @Nullable Integer recognised) {}

  private Made write(
      StudiedModel model,
      String name,
      double accept,
      List<Pixels> pictures,
      List<Upload> photos,
      String made) {
    TrainedModel trained = model.trained();
    try (NewClass learnt =
        NewClass.learn(trained.model(), name, pictures, accept, model.execution())) {
      Path file = Files.createTempDirectory(folder.path(), "model").resolve(made + ".safetensors");
      ChangedModel.write(
          file,
          learnt.model(),
          trained,
          ClassChange.added(name, photos.stream().map(SessionClasses::sha256).toList()),
          known(trained, pictures));
      return new Made(file, learnt.photos() == 1 ? null : learnt.recognised());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Upload photo) {
    return HexFormat.of().formatHex(Sha256.fresh().digest(photo.bytes()));
  }

  /** What an image is like to be familiar from now on, where the model asks that. */
  private static @Nullable Features known(TrainedModel trained, List<Pixels> pictures) {
    if (trained.fitted().noneOfThese().filter(by -> by.features() != null).isEmpty()) {
      return null;
    }
    Pixels first = pictures.get(0);
    ImageSet images =
        ImageSet.of(
            trained.model().classes(),
            first.height(),
            first.width(),
            pictures.stream().map(Pixels::rgb).toArray(byte[][]::new),
            new int[pictures.size()]);
    return trained.outputsWithFeatures(new Split.Test(images)).features();
  }
}
