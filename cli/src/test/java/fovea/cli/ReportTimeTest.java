package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.report.ReportPart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTimeTest {
  private static final double A_MILLISECOND = 1e-3;

  /** As many test images as {@link MislabelledImages} have. */
  private static final int IMAGES = 60;

  @TempDir Path folder;

  @Test
  void whatWithstandsIsAttackedToTheEnd() throws IOException {
    Path data = MislabelledImages.in(folder);
    Path run = MislabelledImages.trained(folder, "run", MislabelledImages.RECIPE);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true);
    Console console = new Console(OutputStream.nullOutputStream(), nowhere, 0, false);
    try (ReportSubject subject = ReportSubject.open(console, run, data.toString())) {
      ReportTime fooled = new ReportTime(subject, ReportEffort.FULL, A_MILLISECOND, 0);
      ReportTime robust = new ReportTime(subject, ReportEffort.FULL, A_MILLISECOND, 1);
      // APGD, nine targets of APGD and of FAB, by gradients that take five predictions; Square.
      double each = A_MILLISECOND * (5 * 100 * (1 + 9 + 9) + 5_000);
      assertThat(robust.of(ReportPart.ATTACKS) - fooled.of(ReportPart.ATTACKS))
          .isCloseTo(IMAGES * each, within(1e-6));
      assertThat(robust.of(ReportPart.BUDGETS))
          .as("nine budgets of a hundred steps")
          .isCloseTo(IMAGES * 9 * 100 * 5 * A_MILLISECOND, within(1e-6));
      assertThat(robust.of(ReportPart.GAP)).isEqualTo(fooled.of(ReportPart.GAP));
      double attacked =
          new JsonMapper()
              .readTree(
                  Outcome.of(
                          "attack",
                          run,
                          "--data",
                          data,
                          "--attack",
                          "apgd-ce",
                          "--images",
                          32,
                          "--steps",
                          10,
                          "--json",
                          "-")
                      .succeeds()
                      .out())
              .get("robustAccuracy")
              .asDouble();
      assertThat(attacked).isGreaterThan(0);
      assertThat(ReportTime.robust(subject)).isEqualTo(attacked);
      assertThat(
              ReportTime.trying(subject, ReportEffort.FULL, List.of(ReportPart.ATTACKS))
                  .of(ReportPart.ATTACKS))
          .isPositive();
    }
  }
}
