package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkOptionsTest {
  @TempDir private Path folder;

  @Test
  void aNetworkIsShownAsItIsAskedFor() throws IOException {
    JsonNode shown =
        new ObjectMapper()
            .readTree(
                Outcome.of(
                        "summary",
                        "resnet20",
                        "--argument",
                        "imageSize=48",
                        "--argument",
                        "stochasticDepth=0.1",
                        "--classes",
                        "7",
                        "--json")
                    .succeeds()
                    .out());
    assertThat(shown.get("input").toString()).isEqualTo("[3,48,48]");
    assertThat(shown.get("classes")).hasSize(7);
    JsonNode last = shown.get("layers").get(shown.get("layers").size() - 1);
    assertThat(last.get("outputShape").toString()).isEqualTo("[7]");
  }

  @Test
  void whatACostIsOfIsAskedForAlike() {
    assertThat(
            Outcome.of("cost", "resnet20", "--counted", "--argument", "imageSize=64", "--json", "-")
                .succeeds()
                .out())
        .contains("64");
  }

  @Test
  void argumentsThatANetworkDoesNotHaveAreRefused() {
    Outcome.of("summary", "resnet20", "--argument", "imagesize=48")
        .refused(1)
        .contains("`imagesize`", "Did you mean `imageSize`?");
    Outcome.of("summary", "resnet20", "--argument", "imageSize=1").refused(1).contains("imageSize");
    Outcome.of("summary", "resnet20", "--argument", "imageSize")
        .refused(2)
        .contains("--argument imageSize: expected key=value, such as imageSize=64");
    Outcome.of("summary", "resnet20", "--classes", "1")
        .refused(2)
        .contains("--classes is 1, expected at least 2");
  }

  @Test
  void aModelThatWasTrainedHasItsOwn() throws Exception {
    Path run = EarlierRuns.copy("finished", folder);
    Outcome.of("summary", run, "--classes", "7")
        .refused(2)
        .contains("--argument and --classes are for a network by its name; " + run);
  }
}
