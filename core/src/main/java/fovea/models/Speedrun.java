package fovea.models;

import fovea.FoveaException;
import fovea.nn.AdaptiveMaxPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.GELU;
import fovea.nn.Linear;
import fovea.nn.MaxPool2d;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Scale;
import fovea.nn.Sequential;
import fovea.nn.StartsFromImages;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Autograd;
import fovea.tensor.EigenDecomposition;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that learns in few epochs. Input [N, 3, S, S] in [0, 1], any S from 9 on; output logits
 * [N, classes].
 *
 * <p>A frozen convolution whitens 2 x 2 patches; three groups of convolution, pooling, batch norm,
 * GELU and further convolutions start as the identity, with a shortcut beside them if wanted; a
 * linear layer without bias decides.
 *
 * @see <a href="https://arxiv.org/abs/2404.00498">Jordan 2024, section 3</a>
 */
public final class Speedrun extends Module implements StartsFromImages {
  /** What can be chosen. */
  @Named("speedrun")
  public record Arguments(
      // Patches of 2 x 2, then halved three times.
      @Setting(about = "height and width of an image", standard = "32", range = "[9, 512]")
          int imageSize,
      // At least the channels of the whitening, which the first group's identity hands on.
      @Setting(about = "channels of the first group", standard = "64", range = "[24, 2048]")
          int width1,
      @Setting(
              about = "channels of the second group, at least those of the first",
              standard = "256",
              range = "[24, 2048]")
          int width2,
      @Setting(
              about = "channels of the third group, at least those of the second",
              standard = "256",
              range = "[24, 2048]")
          int width3,
      @Setting(about = "convolutions in a group", standard = "2", range = "[1, 8]") int depth,
      @Setting(
              about = "whether a group adds what its first convolution gives before the last GELU",
              standard = "false")
          boolean residual,
      @Setting(
              about =
                  "added to the variance of the patches' directions that are whitened; a larger one"
                      + " magnifies faint ones less, and with them what an attack adds",
              standard = "0.0005",
              range = "(0, 100]")
          double whiteningEpsilon)
      implements Architecture {
    public Arguments {
      Declared.check(
          Arguments.class, imageSize, width1, width2, width3, depth, residual, whiteningEpsilon);
      requireAtLeast("width2", width2, width1);
      requireAtLeast("width3", width3, width2);
    }

    private static void requireAtLeast(String key, int width, int before) {
      if (width < before) {
        throw FoveaException.of(
            key,
            "argument `%s` of model `speedrun` is %d, expected a whole number, %d to 2048"
                .formatted(key, width, before));
      }
    }

    @Override
    public Module network(int classes, Rng rng) {
      return new Speedrun(
          List.of(width1, width2, width3), depth, residual, whiteningEpsilon, classes, rng);
    }
  }

  private static final int PATCH = 2;
  private static final int PATCH_VALUES = 3 * PATCH * PATCH;

  private final double whiteningEpsilon;
  private final Normalize normalize;
  private final Conv2d whiten;
  private final GELU activation;
  private final Sequential groups;
  private final AdaptiveMaxPool2d pool;
  private final Flatten flatten;
  private final Linear head;
  private final Scale scale;

  /**
   * A network that has to see images, {@link #startFrom}, before it is trained.
   *
   * @param widths channels of the three groups, each at least as many as the one before
   * @param depth convolutions in a group
   * @param residual whether what follows a group's first convolution has a shortcut beside it
   * @param whiteningEpsilon keeps the filters of directions without variance from growing without
   *     bound
   */
  public Speedrun(
      List<Integer> widths,
      int depth,
      boolean residual,
      double whiteningEpsilon,
      int classes,
      Rng rng) {
    this.whiteningEpsilon = whiteningEpsilon;
    normalize = child("normalize", new Normalize(3));
    whiten = child("whiten", Conv2d.frozen(3, 2 * PATCH_VALUES, PATCH));
    activation = child("activation", new GELU());
    List<Module> all = new ArrayList<>();
    int channels = 2 * PATCH_VALUES;
    for (int width : widths) {
      all.add(Sequential.of(group(channels, width, depth, residual, rng)));
      channels = width;
    }
    groups = child("groups", Sequential.of(all));
    pool = child("pool", new AdaptiveMaxPool2d(1));
    flatten = child("flatten", new Flatten());
    head = child("head", Linear.unitVariance(channels, classes, rng));
    scale = child("scale", new Scale(1.0 / channels));
  }

  private static List<Module> group(int inside, int outside, int depth, boolean residual, Rng rng) {
    List<Module> first = convolution(inside, outside, rng);
    first.add(1, new MaxPool2d(2, 2));
    List<Module> others = new ArrayList<>();
    for (int i = 1; i < depth; i++) {
      others.addAll(convolution(outside, outside, rng));
    }
    List<Module> layers = new ArrayList<>(first);
    if (residual && depth > 1) {
      Module last = others.remove(others.size() - 1);
      layers.addAll(List.of(new Residual("layers", Sequential.of(others)), last));
    } else {
      layers.addAll(others);
    }
    return layers;
  }

  private static List<Module> convolution(int inside, int outside, Rng rng) {
    Conv2d conv = new Conv2d(inside, outside, 3, 1, 1, false, rng);
    conv.startAsIdentity();
    return new ArrayList<>(List.of(conv, BatchNorm2d.shiftOnly(outside, 1e-12, 0.4), new GELU()));
  }

  /**
   * Makes the whitening filters of the images' patches: the eigenvectors of their covariance, each
   * scaled to unit variance but for the epsilon, and their negatives.
   */
  @Override
  public void startFrom(Tensor images) {
    try (Scope temporary = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor pixels = normalize.call(images);
      long height = images.shape().size(2) - PATCH + 1;
      long width = images.shape().size(3) - PATCH + 1;
      List<Tensor> corners = new ArrayList<>();
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < PATCH; y++) {
          for (int x = 0; x < PATCH; x++) {
            corners.add(
                pixels.narrow(1, c, 1).narrow(2, y, height).narrow(3, x, width).reshape(-1));
          }
        }
      }
      Tensor patches = Tensor.stack(corners, 0);
      Tensor covariance =
          patches.matmul(patches.transpose(0, 1)).div((double) patches.shape().size(1));
      EigenDecomposition parts = EigenDecomposition.ofSymmetric(covariance);
      Tensor filters =
          parts
              .eigenvectors()
              .div(parts.eigenvalues().add(whiteningEpsilon).sqrt())
              .transpose(0, 1)
              .reshape(PATCH_VALUES, 3, PATCH, PATCH);
      whiten.setWeight(Tensor.cat(List.of(filters, filters.neg()), 0));
    }
  }

  @Override
  public Module startingPart() {
    return whiten;
  }

  @Override
  protected Tensor forward(Tensor images) {
    Tensor patches = activation.call(whiten.call(normalize.call(images)));
    Tensor found = flatten.call(pool.call(groups.call(patches)));
    return scale.call(head.call(found));
  }
}
