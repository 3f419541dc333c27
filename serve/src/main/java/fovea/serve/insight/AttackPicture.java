package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.attack.AttackListener;
import fovea.attack.Attacker;
import fovea.attack.Attacks;
import fovea.attack.CleanImages;
import fovea.attack.Norm;
import fovea.attack.SmallestChange;
import fovea.attack.Threat;
import fovea.evaluate.Scores;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.serve.http.Query;
import fovea.serve.limits.Refusal;
import fovea.serve.v1.Predict;
import fovea.serve.v1.Recognised;
import fovea.tensor.Rng;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Attacks this very picture within a budget, or looks for the smallest change that flips it. */
record AttackPicture() implements Study {
  private static final int STEPS = 20;
  private static final int MOST_STEPS = 200;
  private static final int TARGETS = 5;
  private static final int SEED = 0;
  private static final double LEVELS = 255;

  /** Of the nearest image's distance. */
  private static final double[] LONGER = {1, 1.01, 1.02, 1.05, 1.1, 1.2, 1.5};

  /** Of one picture, attacks look for an interrupt only where somebody listens. */
  private static final AttackListener UNLESS_INTERRUPTED =
      new AttackListener() {
        @Override
        public void advanced(double share) {
          if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while a picture is attacked");
          }
        }
      };

  private record Attacked(
      String norm,
      @Nullable Double epsilon255,
      @Nullable Double epsilon,
      @JsonProperty("class") String shown,
      boolean flipped,
      @Nullable String takenFor,
      Recognised before,
      Recognised after,
      @Nullable Double distance255,
      double distance,
      String input,
      String changed,
      String difference) {}

  @Override
  public List<String> parameters() {
    return List.of("epsilon255", "epsilon", "norm", "class", "smallest", "steps", "top");
  }

  @Override
  public boolean heedsInterrupts() {
    return true;
  }

  @Override
  public Object of(StudiedModel model, Pixels picture, Query query) {
    Norm norm = norm(query.text("norm").orElse("linf"));
    boolean smallest = query.flag("smallest", false);
    int steps = query.number("steps", 1, MOST_STEPS, STEPS);
    int top = query.number("top", 1, Integer.MAX_VALUE, Predict.TOP);
    double epsilon = epsilon(query, norm, model.model().input().elements());
    float[] clean = picture.values();
    int shown = query.text("class").map(model::number).orElseGet(() -> best(model, picture));
    CleanImages one = new CleanImages(model.model().input(), new int[] {shown}, i -> clean.clone());
    float[] changed = clean;
    if (smallest || epsilon > 0) {
      try (Attacker attacker =
          Attacker.of(model.model().network(), model.model().input(), model.execution())) {
        Attacks attacks = new Attacks(steps, 1, TARGETS, 1);
        changed =
            (smallest
                    ? smallest(attacker, one, norm, attacks)
                        .map(found -> longer(model, clean, found, shown))
                    : within(attacker, one, new Threat(norm, epsilon), attacks))
                .orElse(clean);
      }
    }
    return attacked(model, picture, clean, changed, norm, smallest ? null : epsilon, shown, top);
  }

  private static Attacked attacked(
      StudiedModel model,
      Pixels picture,
      float[] clean,
      float[] changed,
      Norm norm,
      @Nullable Double epsilon,
      int shown,
      int top) {
    int height = picture.height();
    int width = picture.width();
    double distance = norm.between(clean, changed);
    boolean inLevels = norm == Norm.LINF;
    Pixels after = Pixels.ofValues(changed, 0, height, width);
    Scores scores = model.scoresOfValues(changed);
    Recognised taken =
        Recognised.of(scores, model.model().classes(), model.trained().fitted(), top);
    String predicted = taken.top().get(0).name();
    String name = model.model().classes().get(shown);
    boolean flipped = !predicted.equals(name);
    return new Attacked(
        norm.toString(),
        inLevels && epsilon != null ? LEVELS * epsilon : null,
        epsilon,
        name,
        flipped,
        flipped ? predicted : null,
        model.recognised(picture, top),
        taken,
        inLevels ? LEVELS * distance : null,
        distance,
        PngEncoder.dataAddress(picture),
        PngEncoder.dataAddress(after),
        PngEncoder.dataAddress(Planes.difference(clean, changed, height, width)));
  }

  private static int best(StudiedModel model, Pixels picture) {
    return model.number(model.recognised(picture, 1).top().get(0).name());
  }

  private static Optional<float[]> within(
      Attacker attacker, CleanImages one, Threat threat, Attacks attacks) {
    return attacker
        .attack(
            one,
            threat,
            List.of(attacks.apgdCrossEntropy(), attacks.apgdTargeted()),
            Rng.seeded(SEED),
            UNLESS_INTERRUPTED)
        .adversarial()
        .of(0);
  }

  private static Optional<float[]> smallest(
      Attacker attacker, CleanImages one, Norm norm, Attacks attacks) {
    return SmallestChange.of(attacker, one, norm, 1, attacks.smallest(), Rng.seeded(SEED)).stream()
        .map(SmallestChange::changed)
        .findFirst();
  }

  /**
   * Attacks judge in float32. The model that is served may compute in fewer digits, by which the
   * nearest image can lie on the other side still: then a little more is taken.
   */
  private static float[] longer(StudiedModel model, float[] clean, float[] found, int shown) {
    for (double factor : LONGER) {
      float[] changed = new float[clean.length];
      for (int i = 0; i < changed.length; i++) {
        double value = clean[i] + factor * (found[i] - clean[i]);
        changed[i] = (float) Math.max(0, Math.min(1, value));
      }
      Scores scores = model.scoresOfValues(changed);
      for (float probability : scores.probabilities()) {
        if (probability > scores.probabilities()[shown]) {
          return changed;
        }
      }
    }
    return found;
  }

  private static Norm norm(String name) {
    for (Norm norm : Norm.values()) {
      if (norm.toString().equals(name)) {
        return norm;
      }
    }
    throw Refusal.wrongParameter("norm is `%s`, expected linf or l2".formatted(name));
  }

  /**
   * @param values of an image; none is farther from another than all of them by 1
   */
  private static double epsilon(Query query, Norm norm, long values) {
    return norm == Norm.LINF
        ? query.figure("epsilon255", 0, 64).orElse(4.0) / LEVELS
        : query.figure("epsilon", 0, Math.sqrt((double) values)).orElse(0.5);
  }
}
