package fovea.io;

import fovea.tensor.DType;
import java.nio.ByteBuffer;

/** The kinds of number that files hold, and what each is read as. */
enum NumberFormat {
  F64(8, DType.FLOAT32),
  F32(4, DType.FLOAT32),
  F16(2, DType.FLOAT32),
  BF16(2, DType.BFLOAT16),
  I64(8, DType.INT64),
  I32(4, DType.INT64),
  I16(2, DType.INT64),
  I8(1, DType.INT64),
  U8(1, DType.UINT8),
  BOOL(1, DType.INT64);

  private final int bytes;
  private final DType dtype;

  NumberFormat(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** That a number takes in a file. */
  int bytes() {
    return bytes;
  }

  /** What a tensor of these numbers is here. */
  DType dtype() {
    return dtype;
  }

  /** Whether a tensor's bytes here are those of the file. */
  boolean isKept() {
    return this == F32 || this == BF16 || this == I64 || this == U8;
  }

  /** Appends the number at a byte of {@code from}, as what it is here. */
  void append(ByteBuffer from, int at, ByteBuffer to) {
    switch (this) {
      case F64 -> to.putFloat((float) from.getDouble(at));
      case F32 -> to.putInt(from.getInt(at)); // as bits: NaN keeps its own
      case F16 -> to.putFloat(half(from.getShort(at)));
      case BF16 -> to.putShort(from.getShort(at));
      case I64 -> to.putLong(from.getLong(at));
      case I32 -> to.putLong(from.getInt(at));
      case I16 -> to.putLong(from.getShort(at));
      case I8 -> to.putLong(from.get(at));
      case U8 -> to.put(from.get(at));
      case BOOL -> to.putLong(from.get(at) == 0 ? 0 : 1);
    }
  }

  /** A number of IEEE 754's binary16. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float size = fraction * 0x1p-24f;
      return sign == 0 ? size : -size;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
