package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.Pixels;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePageTest {
  private static final Pixels IMAGE = new Pixels(1, 1, new byte[] {1, 2, 3});

  private static LiveRun run(List<EpochRecord> epochs, boolean ended) {
    return new LiveRun(
        "runs/<mine>",
        "resnet18",
        "photos",
        4,
        epochs,
        epochs.isEmpty() ? null : new BatchFacts(2, 3, 10, 1.25, 0.5, 800),
        epochs.isEmpty() ? List.of() : List.of(IMAGE),
        epochs.isEmpty() ? List.of() : List.of(new LiveRun.Mistaken(IMAGE, "cat & co", "dog", 0.9)),
        ended);
  }

  @Test
  void aRunUnderWayIsShownWithItsCurvesImagesAndMistakes() throws Exception {
    EpochRecord epoch = new EpochRecord(1, 1.5, 0.4, 1.4, 0.45, 0.1, 2, 800);
    String page = LivePage.html(run(List.of(epoch), false));
    assertThat(Pages.parse(page.replace("<!DOCTYPE html>", ""))).isNotNull();
    assertThat(page)
        .contains("http-equiv=\"refresh\"", "runs/&lt;mine&gt;")
        .contains("epoch 2 of 4, step 3 of 10; loss 1.250, accuracy 50.0 %, 800 images/s.")
        .contains("<b>dog</b> 90 %, is cat &amp; co", "a training image", "curve c1")
        .doesNotContain("<script");
  }

  @Test
  void beforeTheFirstEpochAndAfterTheLastItSaysSo() {
    assertThat(LivePage.html(run(List.of(), false)))
        .contains("resnet18 on photos: begins.", "Curves follow after the first epoch.");
    assertThat(LivePage.html(run(List.of(), true)))
        .contains("ended after 0 of 4 epochs")
        .doesNotContain("http-equiv=\"refresh\"");
  }
}
