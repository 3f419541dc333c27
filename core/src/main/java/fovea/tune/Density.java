package fovea.tune;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * How densely values lie over a dimension, in [0, 1): by a bell over each, as wide as to its
 * farther neighbour, and a wide one over all, so that no place is impossible. Of choices, by their
 * counts and one more of each.
 */
sealed interface Density {
  double draw(Rng rng);

  /** Its integral over [0, 1) is 1. */
  double at(double place);

  /** Of those of the trials that have the dimension. */
  static Density of(Dimension dimension, List<Trial> trials) {
    double[] places =
        trials.stream()
            .filter(trial -> trial.settings().containsKey(dimension.path()))
            .mapToDouble(trial -> dimension.place(trial.settings().get(dimension.path())))
            .sorted()
            .toArray();
    return dimension instanceof Dimension.Choice choice
        ? Counts.of(places, choice.values().size())
        : Bells.of(places);
  }

  /** Of numbers. */
  @SuppressWarnings("ArrayRecordComponent") // its own
  record Bells(double[] centres, double[] widths) implements Density {
    private static final double WIDEST = 1;

    static Bells of(double[] sorted) {
      double narrowest = WIDEST / Math.min(100, 2 + sorted.length);
      double[] centres = Arrays.copyOf(sorted, sorted.length + 1);
      double[] widths = new double[centres.length];
      for (int i = 0; i < sorted.length; i++) {
        double before = i == 0 ? sorted[i] : sorted[i] - sorted[i - 1];
        double after = i + 1 == sorted.length ? 1 - sorted[i] : sorted[i + 1] - sorted[i];
        widths[i] = Math.max(narrowest, Math.min(WIDEST, Math.max(before, after)));
      }
      centres[sorted.length] = 0.5;
      widths[sorted.length] = WIDEST;
      return new Bells(centres, widths);
    }

    @Override
    public double draw(Rng rng) {
      int bell = rng.nextInt(centres.length);
      double place;
      do {
        place = centres[bell] + widths[bell] * rng.nextGaussian();
      } while (place < 0 || place >= 1);
      return place;
    }

    @Override
    public double at(double place) {
      double sum = 0;
      for (int i = 0; i < centres.length; i++) {
        double z = (place - centres[i]) / widths[i];
        double inside = normal((1 - centres[i]) / widths[i]) - normal((0 - centres[i]) / widths[i]);
        sum += Math.exp(-z * z / 2) / (Math.sqrt(2 * Math.PI) * widths[i] * inside);
      }
      return sum / centres.length;
    }

    /**
     * The share of a normal distribution below {@code z}, to 1.5e-7.
     *
     * @see <a href="https://personal.math.ubc.ca/~cbm/aands/page_299.htm">Abramowitz and Stegun,
     *     7.1.26</a>
     */
    static double normal(double z) {
      double x = Math.abs(z) / Math.sqrt(2);
      double t = 1 / (1 + 0.3275911 * x);
      double series =
          t
              * (0.254829592
                  + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
      double erf = 1 - series * Math.exp(-x * x);
      return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
    }
  }

  /** Of choices, side by side. */
  @SuppressWarnings("ArrayRecordComponent") // its own
  record Counts(double[] shares) implements Density {
    static Counts of(double[] places, int choices) {
      double[] shares = new double[choices];
      Arrays.fill(shares, 1);
      for (double place : places) {
        shares[(int) (place * choices)]++;
      }
      double all = Arrays.stream(shares).sum();
      Arrays.setAll(shares, i -> shares[i] / all);
      return new Counts(shares);
    }

    @Override
    public double draw(Rng rng) {
      double left = rng.nextDouble();
      int choice = 0;
      while (choice + 1 < shares.length && left >= shares[choice]) {
        left -= shares[choice++];
      }
      return (choice + 0.5) / shares.length;
    }

    @Override
    public double at(double place) {
      return shares[(int) (place * shares.length)] * shares.length;
    }
  }
}
