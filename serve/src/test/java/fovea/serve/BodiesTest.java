package fovea.serve;

import static fovea.serve.RunningService.PREDICT;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bodies that are under way take of the memory that there is for them. */
class BodiesTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path folder;
  private ModelSource tiny;

  @BeforeEach
  void write() {
    tiny = ModelSource.of(TinyModels.write(folder.resolve("tiny.safetensors"), 1));
  }

  private RunningService service() {
    return RunningService.of(Wanted.USUAL.limits(OtherLimits.bodyMemory(3L * MEBIBYTE)), tiny);
  }

  /** Sends a body of a mebibyte but for its last byte. */
  private static Socket nearlySent(RunningService service, String path, String type)
      throws IOException {
    Socket socket = service.connect();
    socket
        .getOutputStream()
        .write(
            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, type, MEBIBYTE)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(new byte[MEBIBYTE - 1]);
    return socket;
  }

  private static void awaitFree(RunningService service, int mebibytes) throws InterruptedException {
    String wanted = "fovea_body_memory_free_bytes " + (double) mebibytes * MEBIBYTE;
    for (int i = 0; i < 400; i++) {
      if (new String(service.get("/metrics").body(), StandardCharsets.UTF_8).contains(wanted)) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("never " + wanted);
  }

  @Test
  void questionsThatWaitLeaveMemoryForPredictions() throws Exception {
    try (RunningService service = service()) {
      List<Socket> sent = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        sent.add(nearlySent(service, "/v1/models/tiny/attack", "image/png"));
      }
      awaitFree(service, 1);
      refused(service.post("/v1/models/tiny/attack", new byte[MEBIBYTE]), 429, "queue_full");
      assertThat(service.post(PREDICT, TinyModels.png(1)).statusCode()).isEqualTo(200);
      for (Socket socket : sent) {
        socket.close();
      }
      awaitFree(service, 3);
    }
  }

  @Test
  void whatIsCopiedOfABodyCountsToo() throws Exception {
    try (RunningService service = service()) {
      try (Socket unused = nearlySent(service, PREDICT, "multipart/form-data; boundary=b")) {
        awaitFree(service, 1);
      }
      awaitFree(service, 3);
      try (Socket unused = nearlySent(service, RunningService.INFER, "application/json")) {
        awaitFree(service, 0);
      }
      awaitFree(service, 3);
    }
  }
}
