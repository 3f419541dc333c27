package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process. */
class ServeTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void write() {
    model = folder.resolve("tiny.safetensors");
    try (Model random =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8), List.of("one", "other"), Rng.seeded(1))) {
      ModelFile.write(model, random, Map.of());
    }
  }

  private static byte[] image() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", bytes))
        .isTrue();
    return bytes.toByteArray();
  }

  /** Reads until the service says where it is. */
  private static String address(Process process) throws IOException {
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.startsWith("served at ")) {
        return line.split(" ")[2];
      }
    }
    throw new AssertionError("it never says where it is");
  }

  @Test
  void aServiceThatIsToEndLosesNoRequest() throws Exception {
    Process process =
        ForkedFovea.of("serve", model, "--port", 0, "--access-log", folder.resolve("access.jsonl"))
            .start();
    String address = address(process);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "v1/models/tiny/predict"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(image()))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .contains("\"model\":\"tiny\"", "\"class\":\"one\"");
    Map<String, Integer> outcomes = new TreeMap<>();
    AtomicBoolean signalled = new AtomicBoolean();
    List<Thread> askers = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread asker =
          new Thread(
              () -> {
                String outcome = "";
                while (!outcome.matches("refused|cut off|503")) { // which says to ask later
                  outcome = outcome(client, request, signalled);
                  synchronized (outcomes) {
                    outcomes.merge(outcome, 1, Integer::sum);
                  }
                }
              });
      asker.start();
      askers.add(asker);
    }
    Thread.sleep(500);
    signalled.set(true);
    process.destroy(); // SIGTERM
    for (Thread asker : askers) {
      asker.join();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(outcomes.keySet())
        .as("%s", outcomes)
        .contains("200")
        .isSubsetOf("200", "503", "refused", "cut off");
    List<String> logged = Files.readAllLines(folder.resolve("access.jsonl"));
    assertThat(logged)
        .hasSizeGreaterThanOrEqualTo(outcomes.get("200"))
        .allSatisfy(line -> assertThat(line).startsWith("{\"time\":\"").endsWith("}"));
    // All that was accepted is logged when the exit value is 0, the first request among it.
    assertThat(logged)
        .filteredOn(line -> !line.contains("\"status\":503"))
        .as("%s", outcomes)
        .hasSizeLessThanOrEqualTo(outcomes.get("200") + 1);
  }

  private static String outcome(HttpClient client, HttpRequest request, AtomicBoolean signalled) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return String.valueOf(response.statusCode());
    } catch (ConnectException e) {
      return "refused"; // nobody listens any more
    } catch (IOException e) {
      // An open connection ends with the service; the log tells whether a reply was lost by it.
      return signalled.get() ? "cut off" : String.valueOf(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatCanNotBeServedIsSaidAndNothingListens() throws Exception {
    Files.write(model, new byte[] {1, 2, 3});
    Outcome.of("serve", model, "--port", 0).refused(1).contains("tiny.safetensors: ");
    Outcome.of("serve", folder.resolve("none"), "--port", 0)
        .refused(1)
        .contains("no such file or folder, expected the folder of a run or a model file");
    Outcome.of("serve", "a b=" + model, "--port", 0)
        .refused(1)
        .contains("can't be served by the name `a b`");
    Outcome.of("serve", model, "--port", 0, "--token-file", folder.resolve("none"))
        .refused(1)
        .contains("none");
  }

  @Test
  void aNetworkIsServedOnlyByAToken() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "\n");
    Outcome.of("serve", model, "--port", 0, "--bind", "0.0.0.0", "--token-file", token)
        .refused(1)
        .contains("empty, expected a token");
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
      Files.writeString(token, "pässword", charset);
      Outcome.of("serve", model, "--port", 0, "--token-file", token)
          .refused(1)
          .contains("expected printable ASCII in one line");
    }
    Files.writeString(token, "two\nlines");
    Outcome.of("serve", model, "--port", 0, "--token-file", token)
        .refused(1)
        .contains("expected printable ASCII in one line");
  }

  /** Nobody who looks at a page shall set off a download. */
  @Test
  void dataThatWouldHaveToBeDownloadedAreNotServed() throws Exception {
    System.setProperty("fovea.home", folder.resolve("home").toString());
    try {
      Outcome.of("serve", model, "--port", 0, "--data", "cifar10")
          .refused(1)
          .contains("`fovea data prepare cifar10` fetches it");
      assertThat(folder.resolve("home")).doesNotExist();
    } finally {
      System.clearProperty("fovea.home");
    }
  }

  @Test
  void aHostIsANameAlone() throws Exception {
    for (String host : List.of("models.example:8080", "http://models.example", "a/b")) {
      Outcome.of("serve", model, "--port", 0, "--host", host)
          .refused(2)
          .contains("--host is " + host, "expected a name without a port or a scheme");
    }
  }

  /** 127.1 is no address as browsers write them, so that it counts as a name. */
  @Test
  void theServiceAnswersToTheNameThatItIsBoundTo() throws Exception {
    Process process = ForkedFovea.of("serve", model, "--port", 0, "--bind", "127.1").start();
    try {
      Matcher address = Pattern.compile("http://127\\.1:(\\d+)/").matcher(address(process));
      assertThat(address.matches()).isTrue();
      try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(address.group(1)))) {
        socket
            .getOutputStream()
            .write(
                "GET /v2 HTTP/1.1\r\nHost: 127.1:%s\r\nConnection: close\r\n\r\n"
                    .formatted(address.group(1))
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 200");
      }
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
