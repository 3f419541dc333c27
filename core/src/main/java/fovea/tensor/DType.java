package fovea.tensor;

import java.util.Locale;

/** The kinds of number a tensor can hold. */
public enum DType {
  FLOAT32(4),
  BFLOAT16(2),
  UINT8(1),
  INT64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes a number takes. */
  public int bytes() {
    return bytes;
  }

  /** As PyTorch spells it: {@code float32}, {@code int64}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
