package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.FusedUpdate;
import fovea.tensor.MuonUpdate;
import fovea.tensor.Shape;
import java.util.List;

/**
 * Muon for the filters of convolutions, and stochastic gradient descent with Nesterov's momentum
 * for head and biases. Filters are changed by as much whatever their gradient; the other rates, and
 * the decay, count for each image of a batch.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon">Jordan et al. 2024</a>
 */
@Named("muon")
public record Muon(
    @Setting(about = "the schedule's peak, of the filters", standard = "0.24", range = "(0, 1000]")
        double learningRate,
    @Setting(
            about = "share of the filters' last step that the next one keeps",
            standard = "0.6",
            range = "[0, 1)")
        double momentum,
    @Setting(
            about = "of Newton and Schulz, which orthogonalise a step of the filters",
            standard = "3",
            range = "[1, 20]")
        int iterations,
    @Setting(
            about = "of matrices, for each image of a batch, at the schedule's peak",
            standard = "0.67",
            range = "(0, 1000]")
        double headLearningRate,
    @Setting(
            about = "of vectors, for each image of a batch, at the schedule's peak",
            standard = "0.053",
            range = "(0, 1000]")
        double biasLearningRate,
    @Setting(about = "of matrices and vectors", standard = "0.85", range = "[0, 1)")
        double sgdMomentum,
    @Setting(
            about =
                "of matrices and vectors, for each image of a batch, already multiplied by "
                    + "their rate",
            standard = "2e-6",
            range = "[0, 10]")
        double weightDecay)
    implements OptimizerSettings {
  private static final String MOMENTA = "momenta";
  private static final int FILTERS = 0;
  private static final int MATRICES = 1;
  private static final int VECTORS = 2;

  public Muon {
    Declared.check(
        Muon.class,
        learningRate,
        momentum,
        iterations,
        headLearningRate,
        biasLearningRate,
        sgdMomentum,
        weightDecay);
  }

  @Override
  public List<String> memories() {
    return List.of(MOMENTA);
  }

  @Override
  public int kind(Shape shape) {
    return OptimizerSettings.isVector(shape) ? VECTORS : shape.rank() == 4 ? FILTERS : MATRICES;
  }

  @Override
  public void update(Stretch parameters, Step step) {
    switch (parameters.kind()) {
      case FILTERS -> orthogonalise(parameters, step);
      case MATRICES -> descend(parameters, step, headLearningRate);
      default -> descend(parameters, step, biasLearningRate);
    }
  }

  /** Each filter is orthogonalised by itself; orthogonality doesn't mind the columns' order. */
  @Override
  public List<Stretch> parts(Stretch parameters) {
    return parameters.kind() == FILTERS ? parameters.matrices() : parameters.pieces();
  }

  private void orthogonalise(Stretch filter, Step step) {
    MuonUpdate.step(
        filter.values(),
        filter.gradients(),
        filter.memory(MOMENTA),
        step.learningRate(),
        momentum,
        iterations,
        step.precision());
  }

  /** Decay is divided by the rate that multiplies it, so that a step shrinks both kinds alike. */
  private void descend(Stretch parameters, Step step, double rateOfAnImage) {
    double images = step.batchSize() / learningRate;
    double multiple = rateOfAnImage * images;
    FusedUpdate.sgd(
        parameters.values(),
        parameters.gradients(),
        parameters.memory(MOMENTA),
        step.learningRate() * multiple,
        sgdMomentum,
        true,
        weightDecay * parameters.factors().decay() * images / multiple);
  }
}
