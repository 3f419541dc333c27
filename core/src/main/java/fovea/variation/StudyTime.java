package fovea.variation;

import fovea.variation.corruption.Corruption;
import fovea.variation.corruption.Distortion;
import fovea.variation.corruption.Mirrored;
import java.util.List;

/** Finds out how long a study will take, by varying and judging a few of its images. */
public final class StudyTime {
  private static final int TRIED = 32;

  /** Of larger images fewer will do. */
  private static final double PIXELS = TRIED * 32.0 * 32.0;

  private StudyTime() {}

  /** About how many seconds; rather too many than too few, as nothing is warm yet. */
  public static double seconds(Study study, VariationJudge judge) {
    int height = judge.images().height();
    int width = judge.images().width();
    int few = (int) Math.max(2, Math.min(TRIED, PIXELS / (height * width)));
    int tried = Math.min(few, judge.images().size());
    VariationJudge some = judge.first(tried);
    double perImage = secondsOf(some::accuracy) * study.passes();
    for (Corruption corruption : study.corruptions()) {
      List<Integer> severities = study.severities();
      int middle = severities.get(severities.size() / 2);
      perImage += varying(some, corruption.at(middle, height, width)) * severities.size();
    }
    for (Sweep sweep : study.sweeps()) {
      double most = sweep.values().get(sweep.values().size() - 1);
      perImage += varying(some, sweep.at().apply(most)) * sweep.values().size();
    }
    if (study.flips()) {
      perImage += varying(some, new Mirrored(true, true)) * 3;
    }
    return perImage / tried * judge.images().size();
  }

  private static double varying(VariationJudge some, Distortion distortion) {
    return secondsOf(() -> some.varied(distortion, "trial", 0, some.images().size()));
  }

  private interface Work {
    Object done();
  }

  /** The second time, as the first loads classes. */
  private static double secondsOf(Work work) {
    Object unused = work.done();
    long start = System.nanoTime();
    unused = work.done();
    return (System.nanoTime() - start) / 1e9;
  }
}
