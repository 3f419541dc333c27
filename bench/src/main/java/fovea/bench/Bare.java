package fovea.bench;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The least that a program on libtorch can do: loads it, multiplies two matrices, prints a number.
 * {@code bench/startup} holds the time of {@code fovea predict} against this one's.
 */
public final class Bare {
  private Bare() {}

  public static void main(String[] arguments) {
    Loader.load(torch.class);
    try (Tensor a = torch.ones(64, 64);
        Tensor b = torch.ones(64, 64);
        Tensor product = torch.matmul(a, b);
        Tensor sum = torch.sum(product)) {
      System.out.println(sum.item_float());
    }
  }
}
