package fovea.serve.insight;

import fovea.data.Split;
import fovea.nn.Prepared;
import fovea.variation.InputVariation;
import fovea.variation.Study;
import fovea.variation.StudyTime;
import fovea.variation.Sweep;
import fovea.variation.VariationJudge;
import fovea.variation.corruption.GaussianBlur;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How accuracy falls with what the page has sliders for. */
final class Curves {
  private static final Set<String> NAMES = Set.of("rotation", "brightness", "contrast", "noise");

  /** Somebody waits for it: of slow networks fewer images are asked, down to the least. */
  private static final double SECONDS = 60;

  private static final int MOST = 500;
  private static final int LEAST = 50;
  private static final long SEED = 0;

  private static final Study STUDY =
      new Study(
          List.of(),
          List.of(),
          Stream.concat(
                  Sweep.ALL.stream().filter(sweep -> NAMES.contains(sweep.name())),
                  Stream.of(
                      new Sweep(
                          "blur",
                          "standard deviation in pixels",
                          0,
                          List.of(0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0),
                          GaussianBlur::new)))
              .toList(),
          false);

  private Curves() {}

  static InputVariation of(StudiedModel model, Split.Test images, int threads, Progress progress) {
    try (Prepared network = model.trained().prepared(false)) {
      VariationJudge judge = VariationJudge.of(network, images, MOST, threads, SEED);
      double share = SECONDS / StudyTime.seconds(STUDY, judge);
      int count = (int) Math.max(LEAST, Math.min(MOST, share * judge.images().size()));
      return STUDY.of(
          VariationJudge.of(network, images, count, threads, SEED),
          (what, done, all) -> progress.done(done, all));
    }
  }
}
