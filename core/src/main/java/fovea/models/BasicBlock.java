package fovea.models;

import static fovea.nn.Initialisation.kaimingNormal;

import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Identity;
import fovea.nn.Initialisation.Fan;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.tensor.ConvGeometry;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks' block of two 3 x 3 convolutions beside a shortcut: [N, in, H, W] to [N,
 * out, H', W'], H' = H / stride, rounded up. Its parts have torchvision's names.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, figures 2 and 5</a>
 */
final class BasicBlock extends Module {
  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final ReLU relu1;
  private final Conv2d conv2;
  private final BatchNorm2d bn2;
  private final Module downsample;
  private final ReLU relu2;

  /** What brings a block's input to its output's size. */
  interface Shortcut {
    Module of(int in, int out, int stride, Rng rng);
  }

  BasicBlock(int in, int out, int stride, Module shortcut, Rng rng) {
    conv1 = child("conv1", conv(in, out, 3, stride, rng));
    bn1 = child("bn1", new BatchNorm2d(out));
    relu1 = child("relu1", new ReLU(true));
    conv2 = child("conv2", conv(out, out, 3, 1, rng));
    bn2 = child("bn2", new BatchNorm2d(out));
    downsample = child("downsample", shortcut);
    relu2 = child("relu2", new ReLU(true));
  }

  /** Square filters without bias, padded so that only the stride changes the size. */
  static Conv2d conv(int in, int out, int size, int stride, Rng rng) {
    return new Conv2d(
        in,
        out,
        Size2d.square(size),
        ConvGeometry.of(stride, size / 2),
        false,
        kaimingNormal(Fan.OUT),
        rng);
  }

  /** He et al.'s option B: a 1 x 1 convolution with batch norm. */
  static Module projection(int in, int out, int stride, Rng rng) {
    return Sequential.of(conv(in, out, 1, stride, rng), new BatchNorm2d(out));
  }

  /** Blocks in a row, the first of which changes the size where it has to. */
  static Sequential stage(int blocks, int in, int out, int stride, Shortcut shortcut, Rng rng) {
    List<Module> all = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      boolean changes = i == 0 && (stride > 1 || in != out);
      Module beside = changes ? shortcut.of(in, out, stride, rng) : new Identity();
      all.add(new BasicBlock(i == 0 ? in : out, out, i == 0 ? stride : 1, beside, rng));
    }
    return Sequential.of(all);
  }

  /** Lets the block give its shortcut at first, {@link BatchNorm2d#startAtZero}. */
  void startAsShortcut() {
    bn2.startAtZero();
  }

  @Override
  protected Tensor forward(Tensor input) {
    Tensor inner = relu1.call(bn1.call(conv1.call(input)));
    Tensor residual = bn2.call(conv2.call(inner));
    return relu2.call(residual.add(downsample.call(input)));
  }
}
