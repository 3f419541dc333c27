package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Lanes;
import fovea.tensor.NamedTensors;
import fovea.tensor.Precision;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Changes parameters along their gradients, as its settings say. The parameters it was made with
 * lie in one flat buffer from then on, until it is closed and after. Those that are frozen when it
 * is made it leaves alone for good; those that are frozen later, while they are: they don't take
 * its steps.
 */
public final class Optimizer implements AutoCloseable {
  private final OptimizerSettings settings;
  private final int batchSize;
  private final Precision precision;
  private final FlatParameters parameters;
  private final Lanes alone = new Lanes(1);

  Optimizer(
      OptimizerSettings settings,
      Map<String, Tensor> parameters,
      Map<String, Factors> factors,
      int batchSize,
      Precision precision) {
    this.settings = settings;
    this.batchSize = batchSize;
    this.precision = precision;
    this.parameters = new FlatParameters(settings, parameters, factors);
  }

  /** Before a backward pass, which adds to the gradients. */
  public void zeroGradients() {
    flatGradients().zeroInPlace();
  }

  /**
   * Scales all gradients so that their common L2 norm is at most the given one; by this thread
   * alone.
   *
   * @param largestNorm above 0
   * @return the norm before
   * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu et al. 2013, algorithm 1</a>
   */
  public double clipGradients(double largestNorm) {
    return clipGradients(largestNorm, alone);
  }

  /** {@link #clipGradients(double)}, the work shared by lanes: the same on any number of them. */
  public double clipGradients(double largestNorm, Lanes lanes) {
    Refused.unless(largestNorm > 0, "largestNorm", largestNorm, "above 0");
    double norm = gradientNorm(lanes);
    if (norm > largestNorm) {
      eachPart(lanes, part -> FusedUpdate.scale(part.gradients(), largestNorm / norm));
    }
    return norm;
  }

  /**
   * Brings each gradient to {@code -most} or {@code most} where it is beyond, whatever the others
   * are; the work is shared by lanes.
   *
   * @param most above 0
   */
  public void clampGradients(double most, Lanes lanes) {
    Refused.unless(most > 0, "most", most, "above 0");
    eachPart(lanes, part -> FusedUpdate.clamp(part.gradients(), most));
  }

  /** The common L2 norm of the gradients of all that is trained now. */
  double gradientNorm(Lanes lanes) {
    List<Stretch> parts = parameters.stretches();
    double[] norms = new double[parts.size()];
    lanes.each(norms.length, (i, lane) -> norms[i] = FusedUpdate.norm(parts.get(i).gradients()));
    return Math.sqrt(Arrays.stream(norms).map(each -> each * each).sum());
  }

  /** Does something to each part of what is trained now, in any order. */
  void eachPart(Lanes lanes, Consumer<Stretch> work) {
    List<Stretch> parts = parameters.stretches();
    lanes.each(parts.size(), (i, lane) -> work.accept(parts.get(i)));
  }

  /** One update, by this thread alone. */
  public void step(double learningRate) {
    step(learningRate, alone);
  }

  /**
   * {@link #step(double)}, the work shared by lanes: the same on any number of them.
   *
   * @throws IllegalStateException if another optimiser was made of the same parameters meanwhile
   */
  public void step(double learningRate, Lanes lanes) {
    parameters.requireHeld();
    parameters.countStep();
    eachPart(
        lanes,
        part -> {
          double rate = learningRate * part.factors().rate();
          settings.update(part, new Step(rate, batchSize, precision, part.steps()));
        });
  }

  /** Its trained parameters, in the order this optimiser laid them. */
  List<Tensor> parameters() {
    return parameters.parameters();
  }

  /** Each parameter's part of a tensor [P] laid so, in that order; views in the current scope. */
  List<Tensor> inOrder(Tensor flat) {
    return parameters.inOrder(flat);
  }

  /** Each parameter's part of {@link #flatGradients}, in that order. */
  List<Tensor> gradients() {
    return parameters.gradientParts();
  }

  /** All parameters in one tensor [P], in the order this optimiser laid them. */
  public Tensor flatParameters() {
    return parameters.values();
  }

  /** All gradients in one tensor [P], in the same order. */
  public Tensor flatGradients() {
    return parameters.gradients();
  }

  /**
   * Each parameter's part of such a tensor.
   *
   * @param flat [P]
   * @return views in the current scope, by the parameters' names
   */
  public Map<String, Tensor> named(Tensor flat) {
    return parameters.named(flat);
  }

  /** What it remembers between steps, by parameter; the tensors stay its own. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(parameters.namedMemories());
    state.putAll(parameters.steps().state());
    return state;
  }

  /**
   * Goes on from what another of its kind remembered; also from a state of when each memory was
   * saved as one tensor without names, or the steps were counted of all parameters together.
   *
   * @throws fovea.FoveaException naming what is missing, unexpected or of another shape; then
   *     nothing was changed
   */
  public void load(Map<String, Tensor> earlier) {
    boolean flat =
        parameters.areInOneGroup()
            && parameters.memories().keySet().stream().anyMatch(earlier::containsKey);
    Map<String, Tensor> own =
        new LinkedHashMap<>(flat ? parameters.memories() : parameters.namedMemories());
    if (!flat || StepCounts.areIn(earlier)) {
      own.putAll(parameters.steps().like(earlier));
    }
    NamedTensors.copy(own, earlier, "the optimiser's state doesn't fit these weights");
    parameters.steps().took(earlier);
    parameters.recut();
  }

  /** Frees gradients and state; the parameters keep their values. */
  @Override
  public void close() {
    parameters.close();
    alone.close();
  }
}
