package fovea.serve.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OnnxRuntimeTest {
  /** In a process of its own, as an environment is given to one. */
  private static String missing(String telemetry) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            OnnxRuntimeTest.class.getName() + "$Elsewhere");
    builder.environment().put("ORT_DISABLE_TELEMETRY", telemetry);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** Prints why it is missing. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] arguments) {
      System.out.println(OnnxRuntime.missing().orElse("nothing"));
    }
  }

  @Test
  void itIsNotAskedWhereItWouldCollectTelemetry() throws IOException {
    for (String telemetry : new String[] {"", "0"}) {
      assertThat(missing(telemetry))
          .startsWith("ONNX Runtime would collect telemetry; with ORT_DISABLE_TELEMETRY=1");
    }
    assertThat(missing("1")).isEqualTo("nothing");
  }
}
