package fovea.optim;

/**
 * What sets a parameter apart from others of its kind.
 *
 * @param rate multiplies the schedule's learning rate
 * @param decay multiplies the optimiser's weight decay
 */
public record Factors(double rate, double decay) {
  /** Of a parameter that no group is for. */
  public static final Factors NONE = new Factors(1, 1);
}
