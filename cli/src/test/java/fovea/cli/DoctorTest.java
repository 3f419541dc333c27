package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DoctorTest {
  @Test
  void aHealthyMachineIsOkInEveryCheck() throws IOException {
    JsonNode report = new JsonMapper().readTree(Outcome.of("doctor", "--json").succeeds().out());
    assertThat(report.get("ok").asBoolean()).isTrue();
    assertThat(report.get("checks").findValuesAsText("name"))
        .contains("java", "processor", "libtorch", "threads", "tensors", "this folder");
    assertThat(Outcome.of("doctor").succeeds().out().lines()).allMatch(l -> l.startsWith("ok  "));
  }

  @Test
  void whatGoesWrongIsAFindingInOneLine() {
    Finding finding =
        Finding.of(
            "libtorch",
            () -> {
              throw new UnsatisfiedLinkError("no jnitorch\nin java.library.path");
            });
    assertThat(finding.ok()).isFalse();
    assertThat(finding.found()).endsWith("no jnitorch in java.library.path");
  }
}
