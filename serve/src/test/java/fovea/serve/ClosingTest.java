package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.serve.http.Door;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import fovea.tensor.LiveTensors;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingTest {
  @TempDir Path folder;

  @Test
  void aLogThatCanNotBeClosedKeepsNoModelOpen() {
    StringWriter full =
        new StringWriter() {
          @Override
          public void close() throws IOException {
            throw new IOException("no space left on device");
          }
        };
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    long before = LiveTensors.count();
    Service service =
        Service.start(
            new ServiceSettings(
                new Door("127.0.0.1", 0, Optional.empty(), List.of(), List.of(), full),
                Limits.USUAL,
                1,
                List.of(),
                Optional.empty(),
                List.of(),
                notice -> {}),
            List.of(ModelSource.of(file)));
    service.load();
    assertThat(LiveTensors.count()).isGreaterThan(before);
    assertThatThrownBy(service::close)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no space left on device");
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
