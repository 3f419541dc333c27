package fovea.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a method's figures say against it, and what they leave open, as some images can tell.
 *
 * @param against sentences without a full stop, on what is beyond its bound for certain
 * @param unsettled the same, on what may be on either side of it
 */
record Doubts(List<String> against, List<String> unsettled) {
  /** An explanation that moves by more than its own length says something else each time. */
  private static final double UNSTABLE = 1;

  /** A map may be blank where nothing speaks for an answer. */
  private static final double RARE = 0.1;

  static Doubts of(
      List<Relevance> relevance,
      OverImages gain,
      OverImages sensitivity,
      SanityCheck sanity,
      @Nullable SelfCheck check) {
    List<String> against = new ArrayList<>();
    List<String> unsettled = new ArrayList<>();
    if (!gain.enough()) {
      unsettled.add(
          "%d %s too few for a verdict, which takes %d"
              .formatted(
                  gain.images(),
                  gain.images() == 1 ? "image is" : "images are",
                  OverImages.FEWEST));
    }
    long blank = relevance.stream().filter(Relevance::isBlank).count();
    if (blank > RARE * relevance.size()) {
      against.add(
          "it is blank for %d of %d images, and says nothing of them"
              .formatted(blank, relevance.size()));
    }
    addSanity(sanity, gain.enough(), against, unsettled);
    if (gain.isBelow(0)) {
      against.add(
          "taking its most relevant pixels away changes the answer less than taking any, so it"
              + " doesn't show what the model goes by");
    } else if (gain.enough() && !gain.isAbove(0)) {
      unsettled.add(
          String.format(
              Locale.ROOT,
              "its gain over pixels in random order is %.3f +- %.3f, which may be none",
              gain.mean(),
              gain.half()));
    }
    if (sensitivity.isAbove(UNSTABLE)) {
      against.add(
          String.format(
              Locale.ROOT,
              "a change of the image that nobody sees changes it by %.1f times its length",
              sensitivity.mean()));
    } else if (sensitivity.enough() && !sensitivity.isBelow(UNSTABLE)) {
      unsettled.add(
          String.format(
              Locale.ROOT,
              "a change of the image that nobody sees changes it by %.1f +- %.1f times its length",
              sensitivity.mean(),
              sensitivity.half()));
    }
    if (check != null && check.tooLarge()) {
      against.add(
          String.format(
              Locale.ROOT,
              "it is inaccurate by its own account (%s %.2f); more steps or samples help",
              check.what(),
              check.value()));
    }
    return new Doubts(against, unsettled);
  }

  private static void addSanity(
      SanityCheck sanity, boolean enough, List<String> against, List<String> unsettled) {
    OverImages likeness = sanity.overImages();
    if (sanity.fails()) {
      against.add(
          String.format(
              Locale.ROOT,
              "it stays like itself (rank correlation %.2f) while weights become random, so it"
                  + " shows the image rather than what the model has learnt",
              sanity.likeness()));
    } else if (enough && !sanity.holds()) {
      unsettled.add(
          likeness == null || !sanity.comparesMost() || !likeness.enough()
              ? "with random weights, %d of %d maps could be compared, the others being blank"
                  .formatted(sanity.compared(), sanity.pairs())
              : String.format(
                  Locale.ROOT,
                  "its rank correlation with itself while weights become random is %.2f +- %.2f,"
                      + " on either side of %s",
                  likeness.mean(),
                  likeness.half(),
                  SanityCheck.ALIKE));
    }
  }
}
