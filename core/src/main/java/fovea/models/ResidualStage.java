package fovea.models;

import static fovea.nn.Initialisation.kaimingNormal;

import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Identity;
import fovea.nn.Initialisation.Fan;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.nn.StochasticDepth;
import fovea.tensor.ConvGeometry;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How residual networks make their stages: blocks in a row, the first of which changes the size
 * where it has to.
 *
 * @param expansion how many times its width a block gives
 * @param shortcut made where a block changes the size
 */
record ResidualStage(Maker block, int expansion, Shortcut shortcut) {
  /** A block that can give its shortcut at first, {@link BatchNorm2d#startAtZero}. */
  interface Block {
    void startAsShortcut();
  }

  /** Makes a block. */
  interface Maker {
    Module of(
        int in,
        int width,
        int stride,
        Module shortcut,
        @Nullable StochasticDepth stochasticDepth,
        Rng rng);
  }

  /** What brings a block's input to its output's size. */
  interface Shortcut {
    Module of(int in, int out, int stride, Rng rng);
  }

  Sequential of(int blocks, int in, int width, int stride, StochasticDepths depths, Rng rng) {
    int out = expansion * width;
    List<Module> all = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      boolean changes = i == 0 && (stride > 1 || in != out);
      Module beside = changes ? shortcut.of(in, out, stride, rng) : new Identity();
      StochasticDepth depth = depths.next(rng);
      all.add(block.of(i == 0 ? in : out, width, i == 0 ? stride : 1, beside, depth, rng));
    }
    return Sequential.of(all);
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
}
