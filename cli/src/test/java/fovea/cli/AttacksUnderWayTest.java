package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fovea.FoveaException;
import fovea.attack.AttackedChunk;
import fovea.attack.Norm;
import fovea.attack.Threat;
import fovea.report.ReportPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttacksUnderWayTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Threat THREAT = new Threat(Norm.LINF, 8 / 255.0);
  private static final AttackedChunk CHUNK =
      new AttackedChunk("fab", THREAT, List.of(0, 2, 5), List.of(2), 30, 40, 1.5);

  @TempDir Path folder;

  private ReportParts parts(String model, ReportEffort effort) {
    return new ReportParts(folder.resolve("parts"), model, "d1", effort);
  }

  private AttacksUnderWay underWay(String settings) {
    return parts("m1", ReportEffort.FULL).attacksUnderWay(ReportPart.ATTACKS, settings);
  }

  private void attackSome() {
    AttacksUnderWay attacks = underWay("1000 images");
    attacks.add(CHUNK);
    attacks.add(new AttackedChunk("fab", THREAT, List.of(6, 7), List.of(), 3, 4, 0.25));
  }

  @Test
  void whatWasAttackedIsReadBackAsItWas() {
    attackSome();
    AttacksUnderWay read = underWay("1000 images");
    assertThat(read.of("fab", THREAT, List.of(0, 2, 5))).contains(CHUNK);
    assertThat(read.seconds()).isEqualTo(1.75);
  }

  @Test
  void otherImagesBudgetsAttacksAndSettingsAreAttackedAgain() {
    attackSome();
    AttacksUnderWay read = underWay("1000 images");
    assertThat(read.of("fab", THREAT, List.of(0, 2))).isEmpty();
    assertThat(read.of("square", THREAT, List.of(0, 2, 5))).isEmpty();
    assertThat(read.of("fab", new Threat(Norm.LINF, 7 / 255.0), List.of(0, 2, 5))).isEmpty();
    assertThat(read.of("fab", new Threat(Norm.L2, 8 / 255.0), List.of(0, 2, 5))).isEmpty();
    assertThat(underWay("200 images").seconds()).isZero();
    assertThat(
            parts("m1", ReportEffort.QUICK)
                .attacksUnderWay(ReportPart.ATTACKS, "1000 images")
                .seconds())
        .isZero();
  }

  @Test
  void thePartThatIsDoneHasItsTimeAndTakesItsPlace() throws IOException {
    attackSome();
    assertThat(folder.resolve("parts/attacks-full-under-way.json")).exists();
    Files.writeString(folder.resolve("parts/.attacks-full-under-way.json.tmp999999999-ab"), "cut");
    double seconds =
        parts("m1", ReportEffort.FULL)
            .of(ReportPart.ATTACKS, "1000 images", AttackedChunk.class, () -> CHUNK)
            .seconds();
    assertThat(seconds).isBetween(1.75, 1.75 + 60);
    try (var files = Files.list(folder.resolve("parts"))) {
      assertThat(files)
          .extracting(file -> file.getFileName() + "")
          .containsExactly("attacks-full.json");
    }
  }

  @Test
  void thoseOfAnotherModelAreRefusedAndThoseMeasuredAnewForgotten() {
    attackSome();
    assertThatThrownBy(() -> parts("m2", ReportEffort.FULL).requireOwn())
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining(
            "attacks-full-under-way.json: was measured with another model, of SHA-256 m1 and not m2,");
    parts("m1", ReportEffort.FULL).forget(List.of(ReportPart.BUDGETS));
    assertThat(underWay("1000 images").seconds()).isEqualTo(1.75);
    parts("m1", ReportEffort.FULL).forget(List.of(ReportPart.ATTACKS));
    assertThat(underWay("1000 images").seconds()).isZero();
  }

  @Test
  void aDamagedFileIsRefusedByName() throws IOException {
    attackSome();
    Path file = folder.resolve("parts/attacks-full-under-way.json");
    JsonNode kept = JSON.readTree(file.toFile());
    ((ObjectNode) kept.at("/result/0")).remove("fooled");
    Files.writeString(file, kept.toString());
    assertThatThrownBy(() -> underWay("1000 images"))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining(
            "attacks-full-under-way.json: no part of a report, or a damaged one;");
  }
}
