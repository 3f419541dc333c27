package fovea.objective;

import fovea.data.Batch;
import fovea.data.ImageGroups;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;

/**
 * The loss of the group that does worst, so that no group is given up for the mean: groups weigh
 * the more, the larger their loss has been. A group is a class's images that have something else in
 * common; what tells them apart is the recipe's {@code imageGroups}. Without groups it is
 * cross-entropy.
 *
 * @see <a href="https://arxiv.org/abs/1911.08731">Sagawa et al. 2020, algorithm 1</a>
 */
@Named("group-dro")
public record GroupDro(
    @Setting(
            about =
                "how fast the weights of groups follow their losses ([Sagawa et al. "
                    + "2020](https://arxiv.org/abs/1911.08731), algorithm 1)",
            standard = "0.01",
            range = "(0, 10]")
        double step)
    implements ObjectiveSettings {
  public GroupDro {
    Declared.check(GroupDro.class, step);
  }

  @Override
  public boolean usesGroups() {
    return true;
  }

  @Override
  public Objective forGroups(ImageGroups groups, double[] shares) {
    return new WorstGroup(groups, shares, step);
  }

  @Override
  public Outcome of(Module network, Batch batch, Rng rng) {
    return CrossEntropy.PLAIN.of(network, batch, rng);
  }
}
