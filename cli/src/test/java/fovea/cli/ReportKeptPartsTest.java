package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.report.ReportPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that were kept are measured again when what they depend on has changed. */
class ReportKeptPartsTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    data = MislabelledImages.in(folder);
    run = MislabelledImages.trained(folder, "run", MislabelledImages.RECIPE);
  }

  /** With accuracy and one other part. */
  private static Outcome report(Path judgedOn, String page, ReportPart part, Object... more) {
    String others =
        Stream.of(ReportPart.values())
            .skip(1)
            .filter(other -> other != part)
            .map(ReportPart::toString)
            .collect(Collectors.joining(","));
    List<Object> command =
        new ArrayList<>(List.of("report", run, "--data", judgedOn, "--out", folder.resolve(page)));
    command.addAll(List.of("--skip", others));
    command.addAll(List.of(more));
    return Outcome.of(command.toArray()).succeeds();
  }

  private static void picture(Path file, int seed) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(TinyImages.picture(1, new SplittableRandom(seed)), "png", file.toFile());
  }

  @Test
  void otherFilesUnderTheSameNameAreOtherImagesOfOtherThings() throws IOException {
    Path things = folder.resolve("things");
    for (int i = 0; i < 6; i++) {
      picture(things.resolve(i < 3 ? "oak" : "elm").resolve(i + ".png"), i);
    }
    Object[] named = {"--unknown", things};
    report(data, "things.html", ReportPart.UNKNOWN, named);
    assertThat(report(data, "things.html", ReportPart.UNKNOWN, named).err())
        .contains("all parts were measured before.");
    picture(things.resolve("oak/0.png"), 99);
    assertThat(report(data, "things.html", ReportPart.UNKNOWN, named).err())
        .contains("1 part to measure", "1 of 1, unknown inputs: ");
  }

  @Test
  void imagesThatChangedPlacesMakeOtherGroups() throws IOException {
    Path photos = folder.resolve("photos");
    MislabelledImages.write(photos, 8, 8);
    for (String colour : TinyImages.CLASSES) {
      for (int i = 0; i < 8; i++) {
        Path there =
            Files.createDirectories(photos.resolve(colour).resolve(i < 4 ? "day" : "night"));
        Files.move(photos.resolve(colour).resolve(i + ".png"), there.resolve(i + ".png"));
      }
    }
    Object[] grouped = {"--groups", "folders"};
    report(photos, "groups.html", ReportPart.GROUPS, grouped);
    assertThat(report(photos, "groups.html", ReportPart.GROUPS, grouped).err())
        .contains("all parts were measured before.");
    Path blue = photos.resolve("blue");
    Files.move(blue.resolve("day"), blue.resolve("dusk"));
    Files.move(blue.resolve("night"), blue.resolve("day"));
    Files.move(blue.resolve("dusk"), blue.resolve("night"));
    assertThat(report(photos, "groups.html", ReportPart.GROUPS, grouped).err())
        .contains("1 part to measure", "1 of 1, groups: ");
  }

  @Test
  void inAnotherPrecisionAllIsMeasuredAgain() throws IOException {
    report(data, "precision.html", ReportPart.GAP);
    Path gap = folder.resolve("precision.html.parts/gap.json");
    String kept = Files.readString(gap);
    String other = kept.replaceFirst("\"settings\":\"(float32|bfloat16); ", "\"settings\":\"x; ");
    assertThat(other).isNotEqualTo(kept);
    Files.writeString(gap, other);
    assertThat(report(data, "precision.html", ReportPart.GAP).err())
        .contains("1 part to measure", "1 of 1, generalisation gap: ");
  }

  @Test
  void aMisspeltNameIsFoundBeforeAnythingIsMeasured() {
    Outcome.of(
            "report", run, "--data", data, "--out", folder.resolve("no.html"), "--unknown", "thngs")
        .refused(1)
        .contains("thngs");
    assertThat(folder.resolve("no.html.parts")).doesNotExist();
    report(data, "skipped.html", ReportPart.GAP, "--unknown", "thngs");
  }

  @Test
  void whatBeganAnewGoesOnWithoutBeginningAnew() {
    assertThat(report(data, "anew.html", ReportPart.GAP, "--anew").err())
        .contains("interrupted, the same command without --anew goes on.");
    Path parts = folder.resolve("anew.html.parts");
    assertThat(parts.resolve("gap.json").toFile().delete()).isTrue();
    assertThat(report(data, "anew.html", ReportPart.GAP).err())
        .contains("1 part to measure, ", "interrupted, the same command goes on.");
  }
}
