package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DividedData;
import fovea.data.ImageFolder;
import fovea.recipe.Recipe;
import fovea.run.TrainingRun;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveViewTest {
  @TempDir Path folder;

  private static HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void thePageShowsTheEpochsSoFar() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, 0, false);
    try (LiveView view = LiveView.open(console, folder.resolve("run"), 0, List.of())) {
      assertThat(bytes.toString(StandardCharsets.UTF_8))
          .startsWith("Watch the run at http://127.0.0.1:")
          .contains(view.address());
      assertThat(get(view.address()).body()).contains("Curves follow after the first epoch.");
      Answer answer = view.epoch(new EpochRecord(1, 1.5, 0.4, 1.4, 0.45, 0.1, 2, 800));
      assertThat(answer).isEqualTo(Answer.GO_ON);
      HttpResponse<String> page = get(view.address());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
      assertThat(page.body()).contains("<svg ", "http-equiv=\"refresh\"");
      assertThat(get(view.address() + "other").statusCode()).isEqualTo(404);
    }
  }

  /** At so low a rate the network knows nothing, and takes images for something else. */
  @Test
  void whileARunGoesOnThePageShowsTheImagesAndMistakesOfTheEpochBefore() throws IOException {
    Path data = TinyImages.in(folder);
    Recipe recipe =
        Recipe.read(TinyImages.recipe(folder)).with("epochs=2", "optimizer.learningRate=0.000001");
    DividedData divided = recipe.divide(ImageFolder.read(data, 8, 8).data());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<String> pages = new ArrayList<>();
    TrainingListener visitor =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            if (batch.step() == 1) {
              pages.add(page(bytes.toString(StandardCharsets.UTF_8)));
            }
            return Answer.GO_ON;
          }
        };
    Session session =
        new Session(
            new Console(stream, stream, 0, false),
            folder.resolve("run"),
            "nothing",
            List.of(visitor),
            TrainingRun.CHECKPOINT_EVERY,
            new Session.Views(0, false));
    RunResult unused = session.start(recipe, divided, data.toString());
    assertThat(pages).hasSize(2);
    assertThat(pages.get(0)).doesNotContain("id=\"images\"", "id=\"mistakes\"");
    assertThat(pages.get(1))
        .contains("id=\"images\"", "id=\"mistakes\"")
        .containsPattern(
            "<figcaption><b>(blue|green|red)</b> \\d+ %, is (blue|green|red)</figcaption>");
    Pattern image = Pattern.compile("alt=\"a training image\" src=\"data:image/png;base64,");
    assertThat(image.matcher(pages.get(1)).results()).hasSize(16);
  }

  /** The page that a run said to watch it at. */
  private static String page(String said) {
    Matcher address = Pattern.compile("http://\\S+").matcher(said);
    assertThat(address.find()).isTrue();
    try (InputStream page = URI.create(address.group()).toURL().openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aPageOfElsewhereWhoseNameIsMadeToPointHereSeesNothing() throws Exception {
    PrintStream stream = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, 0, false);
    try (LiveView view = LiveView.open(console, folder.resolve("run"), 0, List.of())) {
      int port = URI.create(view.address()).getPort();
      assertThat(statusLine(port, "evil.example:" + port)).contains(" 403 ");
      assertThat(statusLine(port, "localhost:" + port)).contains(" 200 ");
    }
  }

  private static String statusLine(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  @Test
  void aRunThatIsWatchedEndsInTheSameBytes() throws IOException {
    Path data = TinyImages.in(folder);
    Path recipe = TinyImages.recipe(folder);
    Path plain = folder.resolve("plain");
    Path watched = folder.resolve("watched");
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", plain).succeeds();
    Outcome outcome =
        Outcome.of(
                "train",
                "--data",
                data,
                "--recipe",
                recipe,
                "--out",
                watched,
                "--watch",
                "--tensorboard")
            .succeeds();
    assertThat(outcome.err()).contains("Watch the run at http://127.0.0.1:");
    assertThat(watched.resolve("model.safetensors"))
        .hasSameBinaryContentAs(plain.resolve("model.safetensors"));
    try (Stream<Path> files = Files.list(watched.resolve("tensorboard"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aPortThatIsTakenIsRefused() throws IOException {
    Path data = TinyImages.in(folder);
    Path recipe = TinyImages.recipe(folder);
    Path run = folder.resolve("run");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run, "--watch=" + port)
          .refused(1)
          .startsWith("fovea: port " + port + " can't be listened on (")
          .endsWith("name another by --watch=PORT, or leave it out for a free one.");
    }
    assertThat(run).doesNotExist();
    Outcome.of("train", "--data", data, "--watch=70000")
        .refused(2)
        .startsWith("fovea: --watch is 70000, expected a port from 1 to 65535, or none.");
  }

  @Test
  void aTerminalGetsTheCurvesInALine() {
    List<EpochRecord> epochs =
        List.of(
            new EpochRecord(1, 2, 0.1, 2.0, 0.25, 0.1, 2, 800),
            new EpochRecord(2, 1, 0.5, 1.5, 0.5, 0.1, 2, 800),
            new EpochRecord(3, 1, 0.9, 1.0, 0.75, 0.1, 2, 800));
    assertThat(Sparkline.of(epochs)).isEqualTo("validation loss █▅▁  accuracy ▁▅█");
  }
}
