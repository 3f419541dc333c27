package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.serve.http.Door;
import fovea.serve.insight.TestData;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import fovea.similar.ImageIndex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service on this machine, and ways to ask it. */
final class RunningService implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String PREDICT = "/v1/models/tiny/predict";
  static final String INFER = "/v2/models/tiny/infer";

  final Service service;
  final StringWriter log = new StringWriter();
  final List<String> notices = new CopyOnWriteArrayList<>();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What a test may want otherwise. */
  record Wanted(
      Limits limits,
      Optional<String> token,
      List<String> hosts,
      List<String> origins,
      Path runs,
      Optional<TestData> data,
      List<ImageIndex> indexes) {
    static final Wanted USUAL =
        new Wanted(
            Limits.USUAL,
            Optional.empty(),
            List.of(),
            List.of(),
            Path.of("no folder of runs"),
            Optional.empty(),
            List.of());

    Wanted limits(Limits other) {
      return new Wanted(other, token, hosts, origins, runs, data, indexes);
    }

    Wanted token(String other) {
      return new Wanted(limits, Optional.of(other), hosts, origins, runs, data, indexes);
    }

    Wanted hosts(String... others) {
      return new Wanted(limits, token, List.of(others), origins, runs, data, indexes);
    }

    Wanted origins(String... others) {
      return new Wanted(limits, token, hosts, List.of(others), runs, data, indexes);
    }

    Wanted data(TestData other) {
      return new Wanted(limits, token, hosts, origins, runs, Optional.of(other), indexes);
    }

    Wanted runs(Path other) {
      return new Wanted(limits, token, hosts, origins, other, data, indexes);
    }

    Wanted index(ImageIndex other) {
      return new Wanted(limits, token, hosts, origins, runs, data, List.of(other));
    }
  }

  private RunningService(Wanted wanted, List<ModelSource> sources) {
    Door door = new Door("127.0.0.1", 0, wanted.token, wanted.hosts, wanted.origins, log);
    service =
        Service.start(
            new ServiceSettings(
                door,
                wanted.limits,
                2,
                List.of(wanted.runs),
                wanted.data,
                wanted.indexes,
                notices::add),
            sources);
  }

  /** One that has loaded its models. */
  static RunningService of(Wanted wanted, ModelSource... sources) {
    RunningService running = loading(wanted, sources);
    running.service.load();
    return running;
  }

  static RunningService of(ModelSource... sources) {
    return of(Wanted.USUAL, sources);
  }

  /** One that hasn't loaded its models yet. */
  static RunningService loading(Wanted wanted, ModelSource... sources) {
    return new RunningService(wanted, List.of(sources));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.port() + path);
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<byte[]> post(String path, byte[] body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** Posts, and doesn't wait for the reply. */
  CompletableFuture<HttpResponse<byte[]>> asking(String path, byte[] body, String... headers) {
    return client.sendAsync(
        request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> method(String method, String path, String... headers) {
    return send(request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri(path));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    try {
      HttpResponse<byte[]> reply = client.send(built, HttpResponse.BodyHandlers.ofByteArray());
      DescribedReplies.require(built.method(), built.uri(), reply);
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(new String(response.body(), StandardCharsets.UTF_8), e);
    }
  }

  /** That a request was refused, by this status and word, in a sentence. */
  static String refused(HttpResponse<byte[]> response, int status, String code) {
    JsonNode json = json(response);
    assertThat(response.statusCode()).as("%s", json).isEqualTo(status);
    assertThat(json.path("code").asText()).isEqualTo(code);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    String sentence = json.path("error").asText();
    assertThat(sentence).isNotBlank().doesNotContain("Exception", "fovea.", "\n");
    return sentence;
  }

  /** A multipart body with these files, and its Content-Type. */
  static byte[] multipart(String boundary, List<byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < files.size(); i++) {
      out.writeBytes(
          ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%d.png\"\r\n\r\n"
                  .formatted(boundary, i))
              .getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(files.get(i));
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  static byte[][] images(int count) {
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(TinyModels.png(i));
    }
    return images.toArray(byte[][]::new);
  }

  /** Waits until so many requests are under way, the one that asks that among them. */
  void awaitUnderWay(int count) throws InterruptedException {
    awaitFigure("fovea_requests_under_way " + count + ".0");
  }

  /** Waits for a line of {@code /metrics}, which a busy machine may take a while to come to. */
  void awaitFigure(String line) throws InterruptedException {
    for (int i = 0; i < 4_000; i++) {
      String figures = new String(get("/metrics").body(), StandardCharsets.UTF_8);
      if (figures.contains(line)) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("never " + line);
  }

  /** A connection of one's own, to send what no client would. */
  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", service.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Override
  public void close() {
    service.close();
  }
}
