package fovea.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TimmConfigTest {
  @TempDir Path folder;

  /** By the process's own memory, whose first bytes nobody may read. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void oneThatCanNotBeReadIsNotTakenForAnotherProgramsFile() throws IOException {
    Path config = folder.resolve("config.json");
    Files.createSymbolicLink(config, Path.of("/proc/self/mem"));
    assertThatThrownBy(() -> TimmConfig.beside(folder.resolve("model.safetensors")))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(config + ": can't be read (");
    Files.delete(config);
  }

  @Test
  void whatIsNoJsonIsAnotherPrograms() throws IOException {
    byte[][] others = {{}, {'{'}, {(byte) 0xff, (byte) 0xfe, 0}, {0, 0, 0, 'a', (byte) 0xff}};
    for (byte[] other : others) {
      Files.write(folder.resolve("config.json"), other);
      assertThat(TimmConfig.beside(folder.resolve("model.safetensors"))).isEmpty();
    }
  }
}
