package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.serve.model.ModelSource;
import fovea.tensor.Rng;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are handed out bit by bit, as they were when they were asked for. */
class DownloadsTest {
  private static final int CLIENTS = 12;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("large.safetensors");
    write(1);
  }

  /** Some 34 MB. */
  private void write(long seed) {
    try (Model model =
        Models.create("cifar10-cnn", Map.of("blocks", 1), TinyModels.CLASSES, Rng.seeded(seed))) {
      ModelFile.write(file, model, Map.of());
    }
  }

  /** Whoever asks for the file, and has read no more than the beginning of the reply. */
  private static Socket asked(RunningService service) throws IOException {
    Socket socket = service.connect();
    socket
        .getOutputStream()
        .write(
            "GET /v1/models/large/file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 200");
    return socket;
  }

  private static long used() {
    System.gc();
    Runtime java = Runtime.getRuntime();
    return java.totalMemory() - java.freeMemory();
  }

  @Test
  void slowClientsDoNotHoldFilesInMemory() throws IOException {
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      long before = used();
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        slow.add(asked(service));
      }
      assertThat(used() - before).isLessThan(2 * Files.size(file));
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aDownloadGoesOnThoughItsModelIsReplaced() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    try (RunningService service = RunningService.of(ModelSource.of(file));
        Socket slow = asked(service)) {
      write(2);
      service.service.models().lookTwice();
      assertThat(service.notices).hasSize(1);
      byte[] reply = slow.getInputStream().readAllBytes();
      assertThat(Arrays.copyOfRange(reply, reply.length - whole.length, reply.length))
          .isEqualTo(whole);
      assertThat(service.get("/v1/models/large/file").body()).isEqualTo(Files.readAllBytes(file));
    }
  }

  @Test
  void ofAFileTheHeadAloneMayBeAskedFor() throws IOException {
    try (RunningService service = RunningService.of(ModelSource.of(file))) {
      var head = service.method("HEAD", "/v1/models/large/file");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(Files.size(file));
      assertThat(head.body()).isEmpty();
    }
  }
}
