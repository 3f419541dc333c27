package fovea.tensor;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The number format of convolutions and matrix products. In {@code bfloat16} they run under
 * autocast: weights, batch-norm statistics and the loss stay float32.
 */
public enum Precision {
  FLOAT32,
  BFLOAT16;

  private static final Set<String> COMPUTE_IT = Set.of("avx512_bf16", "amx_bf16");

  /**
   * bfloat16 where the processor computes with it (AVX-512 BF16 or AMX), else float32: without
   * those instructions libtorch emulates it, five times slower than float32.
   */
  public static Precision fastest() {
    return Processor.flags().stream().anyMatch(COMPUTE_IT::contains) ? BFLOAT16 : FLOAT32;
  }

  /** Those that the processor computes with, the fastest first. */
  public static List<Precision> supported() {
    return fastest() == BFLOAT16 ? List.of(BFLOAT16, FLOAT32) : List.of(FLOAT32);
  }

  /** A block on this thread whose convolutions and matrix products run in this precision. */
  public Block on() {
    Native.load();
    return new Block(this);
  }

  /** Whether convolutions and products on this thread convert what they are given. */
  static boolean isConverting() {
    return torch.is_autocast_enabled(DeviceType.CPU);
  }

  /** The type of the convolutions' inputs and weights. */
  public DType dtype() {
    return this == BFLOAT16 ? DType.BFLOAT16 : DType.FLOAT32;
  }

  /** As tables and benchmarks spell it: {@code fp32} or {@code bf16}. */
  public String shortName() {
    return this == FLOAT32 ? "fp32" : "bf16";
  }

  /** As recipes spell it: {@code float32} or {@code bfloat16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For try-with-resources; restores what was in force before. */
  public static final class Block implements AutoCloseable {
    private final boolean before;
    private final boolean cachedBefore;

    private Block(Precision precision) {
      before = torch.is_autocast_enabled(DeviceType.CPU);
      torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
      torch.set_autocast_enabled(DeviceType.CPU, precision == BFLOAT16);
      // The cache of converted weights, one for all threads, would go on serving weights from
      // before an optimiser's step, or, once filled without recording, weights without gradients.
      cachedBefore = torch.is_autocast_cache_enabled();
      torch.set_autocast_cache_enabled(false);
    }

    @Override
    public void close() {
      torch.set_autocast_cache_enabled(cachedBefore);
      torch.set_autocast_enabled(DeviceType.CPU, before);
    }
  }
}
