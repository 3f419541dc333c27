package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.tensor.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  void threadsKeepToTheProcessorsThatTheProcessMayUse() throws Exception {
    assumeTrue(Processor.count() > 1, "a machine of one processor has no fewer");
    ProcessBuilder doctor = ForkedFovea.of("doctor");
    doctor.command().add(1, "-XX:ActiveProcessorCount=1");
    Process process = doctor.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said.lines().filter(line -> line.contains("threads")))
        .singleElement(STRING)
        .contains(
            " 1 (this process may use 1 of %d processors, by a quota or an affinity)"
                .formatted(Processor.count()));
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
