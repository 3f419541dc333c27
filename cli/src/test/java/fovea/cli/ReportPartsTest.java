package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.evaluate.ReliabilityBin;
import fovea.image.Pixels;
import fovea.report.PerturbationSheet;
import fovea.report.ReportPart;
import fovea.report.SmallestChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPartsTest {
  private static final ReliabilityBin BIN = new ReliabilityBin(0.25, 0.5, 7, 0.3, Double.NaN);

  @TempDir Path parent;

  private ReportParts parts(String model, String data) {
    ReportParts parts = unchecked(model, data, ReportEffort.QUICK);
    parts.requireOwn();
    return parts;
  }

  private ReportParts unchecked(String model, String data, ReportEffort effort) {
    return new ReportParts(parent.resolve("page.html.parts"), model, data, effort);
  }

  private static Supplier<ReliabilityBin> mustNotRun() {
    return () -> {
      throw new IllegalStateException("measured again");
    };
  }

  private ReportParts.Measured<ReliabilityBin> kept() {
    return parts("m1", "d1").of(ReportPart.GAP, "5 images", ReliabilityBin.class, () -> BIN);
  }

  @Test
  void whatWasMeasuredIsReadBackAsItWas() {
    ReportParts.Measured<ReliabilityBin> measured = kept();
    ReportParts again = parts("m1", "d1");
    assertThat(again.has(ReportPart.GAP, "5 images")).isTrue();
    ReportParts.Measured<ReliabilityBin> read =
        again.of(ReportPart.GAP, "5 images", ReliabilityBin.class, mustNotRun());
    assertThat(read).isEqualTo(measured);
    assertThat(read.result()).isEqualTo(BIN);
  }

  @Test
  void picturesAreReadBackToo() {
    byte[] rgb = {1, -2, 3};
    Pixels pixel = new Pixels(1, 1, rgb);
    SmallestChanges changes =
        parts("m1", "d1")
            .of(
                ReportPart.CHANGES,
                "",
                SmallestChanges.class,
                () ->
                    new SmallestChanges(
                        List.of(new PerturbationSheet.Row(pixel, pixel, pixel, "a", "b", "c"))))
            .result();
    SmallestChanges read =
        parts("m1", "d1")
            .of(
                ReportPart.CHANGES,
                "",
                SmallestChanges.class,
                () -> {
                  throw new IllegalStateException("measured again");
                })
            .result();
    assertThat(read.rows().get(0).changed().rgb()).isEqualTo(rgb);
    assertThat(read.rows().get(0).takenFor()).isEqualTo(changes.rows().get(0).takenFor());
  }

  @Test
  void aCutReportKeepsThePartsBeforeTheCut() {
    ReportParts.Measured<ReliabilityBin> measured = kept();
    assertThatThrownBy(
            () -> parts("m1", "d1").of(ReportPart.COST, "", ReliabilityBin.class, mustNotRun()))
        .hasMessage("measured again");
    ReportParts after = parts("m1", "d1");
    assertThat(after.has(ReportPart.COST, "")).isFalse();
    assertThat(after.of(ReportPart.GAP, "5 images", ReliabilityBin.class, mustNotRun()))
        .isEqualTo(measured);
  }

  @Test
  void otherSettingsAreMeasuredAgain() {
    kept();
    ReportParts parts = parts("m1", "d1");
    assertThat(parts.has(ReportPart.GAP, "6 images")).isFalse();
    ReliabilityBin other = new ReliabilityBin(0, 1, 6, 0.5, 0.5);
    assertThat(parts.of(ReportPart.GAP, "6 images", ReliabilityBin.class, () -> other).result())
        .isEqualTo(other);
    assertThat(parts("m1", "d1").has(ReportPart.GAP, "6 images")).isTrue();
    assertThat(parts("m1", "d1").has(ReportPart.GAP, "5 images")).isFalse();
  }

  @Test
  void partsOfAnotherModelOrOtherDataAreRefused() {
    kept();
    assertThatThrownBy(() -> parts("m2", "d1"))
        .isInstanceOf(FoveaException.class)
        .hasMessageEndingWith(
            "gap.json: was measured with another model, of SHA-256 m1 and not m2, and a report"
                + " doesn't mix them; name another page by --out, or measure everything again by"
                + " --anew");
    assertThatThrownBy(() -> parts("m1", "d2"))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("was measured on other data, of fingerprint d1 and not d2, and a");
  }

  @Test
  void whatIsMeasuredAnewIsForgottenAndTheRestKept() throws IOException {
    kept();
    Path own = Files.writeString(parent.resolve("page.html.parts/notes.json"), "mine");
    ReportParts parts = unchecked("m1", "d1", ReportEffort.QUICK);
    parts.forget(List.of(ReportPart.COST));
    assertThat(parts.has(ReportPart.GAP, "5 images")).isTrue();
    parts.forget(List.of(ReportPart.GAP));
    assertThat(parts.has(ReportPart.GAP, "5 images")).isFalse();
    assertThat(own).hasContent("mine");
  }

  @Test
  void whatIsOfAnotherModelOrDamagedGoesInAnyCase() throws IOException {
    kept();
    Path damaged = Files.writeString(parent.resolve("page.html.parts/cost.json"), "{");
    unchecked("m2", "d1", ReportEffort.QUICK).forget(List.of());
    assertThat(parent.resolve("page.html.parts/gap.json")).doesNotExist();
    assertThat(damaged).doesNotExist();
  }

  @Test
  void whatWasMeasuredThoroughlyIsNotLostToAQuickReport() {
    ReportParts full = unchecked("m1", "d1", ReportEffort.FULL);
    assertThat(full.of(ReportPart.ATTACKS, "1000", ReliabilityBin.class, () -> BIN).result())
        .isEqualTo(BIN);
    assertThat(
            parts("m1", "d1")
                .of(ReportPart.ATTACKS, "200", ReliabilityBin.class, () -> BIN)
                .result())
        .isEqualTo(BIN);
    assertThat(full.has(ReportPart.ATTACKS, "1000")).isTrue();
    assertThat(parts("m1", "d1").has(ReportPart.ATTACKS, "200")).isTrue();
  }

  @Test
  void aDamagedPartIsRefusedByName() throws IOException {
    kept();
    Path file = parent.resolve("page.html.parts/gap.json");
    String whole = Files.readString(file);
    for (String damaged :
        new String[] {
          "", "{}", "[]", whole.substring(0, whole.length() / 2), whole.replace("\"m1\"", "null")
        }) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> parts("m1", "d1"))
          .as(damaged)
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("gap.json: no part of a report, or a damaged one;");
    }
    Files.writeString(file, whole.replace("\"images\":7", "\"images\":null"));
    assertThatThrownBy(
            () ->
                parts("m1", "d1")
                    .of(ReportPart.GAP, "5 images", ReliabilityBin.class, mustNotRun()))
        .hasMessageContaining("gap.json: no part of a report, or a damaged one;");
  }
}
