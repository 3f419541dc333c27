package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.evaluate.Int8Report;
import fovea.nn.InputRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Int8FileTest {
  @TempDir Path parent;
  private RunFolder run;

  @BeforeEach
  void create() {
    run = RunFolder.create(parent.resolve("run"));
  }

  @Test
  void aReportIsReadAsItWasWritten() throws IOException {
    Int8Report report =
        new Int8Report(
            512,
            "validation",
            1000,
            "bfloat16",
            0.9,
            1 / 3.0,
            Map.of("a.1", new InputRange(-0.17, 1e-20)),
            Map.of("a.2", new InputRange(-3, 4)),
            "abc");
    run.write(report);
    assertThat(run.int8Report()).isEqualTo(report);
    assertThat(run.int8File()).hasFileName("int8.json");
    assertThat(Files.readString(run.int8File())).contains("\"int8Accuracy\"", "\"a.1\"", "\"low\"");
  }

  @Test
  void aFileOfAVersionThatTookTheTestSplitIsRead() throws IOException {
    Files.writeString(
        run.int8File(),
        """
        {
          "images" : 512,
          "testImages" : 1000,
          "precision" : "float32",
          "accuracy" : 0.9,
          "int8Accuracy" : 0.89,
          "layers" : { "a.1" : { "low" : -0.17, "high" : 1.5 } }
        }
        """);
    assertThat(run.int8Report())
        .isEqualTo(
            new Int8Report(
                512,
                "test",
                null,
                "float32",
                0.9,
                0.89,
                Map.of("a.1", new InputRange(-0.17, 1.5)),
                Map.of(),
                null));
  }

  @Test
  void withoutTheFileTheCommandThatMakesItIsNamed() {
    assertThatThrownBy(run::int8Report)
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: no such file; `fovea quantize %s` makes it".formatted(run.int8File(), run.path()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"images\":1}",
        "{\"images\":1,\"testImages\":1,\"precision\":\"float32\",\"accuracy\":1,\"int8Accuracy\":1}",
        "{\"images\":1,\"testImages\":1,\"precision\":\"float32\",\"accuracy\":1,\"int8Accuracy\":1,"
            + "\"layers\":{}}",
        "{\"images\":1,\"testImages\":1,\"precision\":\"float32\",\"accuracy\":1,\"int8Accuracy\":1,"
            + "\"layers\":{\"a\":null}}",
        "{\"images\":1,\"testImages\":1,\"precision\":\"float32\",\"accuracy\":1,\"int8Accuracy\":1,"
            + "\"layers\":{\"a\":{\"low\":\"x\",\"high\":1}}}",
        "{\"images\":1,\"testImages\":1,\"precision\":\"float32\",\"accuracy\":1,\"int8Accuracy\":1,"
            + "\"layers\":{\"a\":{\"high\":1}}}",
      })
  void anotherFileIsRefused(String text) throws IOException {
    Files.writeString(run.int8File(), text);
    assertThatThrownBy(run::int8Report)
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(run.int8File() + ": ")
        .message()
        .hasLineCount(1);
  }
}
