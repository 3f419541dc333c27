package fovea.io.onnx;

import fovea.FoveaException;
import fovea.tensor.DType;

/** What tensors of an ONNX file hold, as far as Fovea writes it. */
enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1);

  private final long number;
  private final int bytes;

  ElementType(long number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** By which ONNX knows it. */
  long number() {
    return number;
  }

  /** That an element takes. */
  int bytes() {
    return bytes;
  }

  static ElementType numbered(long number) {
    for (ElementType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new FoveaException("holds elements of type " + number + ", which Fovea doesn't write");
  }

  /**
   * @throws FoveaException for bfloat16, which ONNX Runtime computes nothing in on a CPU; a
   *     sentence without the module
   */
  static ElementType of(DType type) {
    return switch (type) {
      case FLOAT32 -> FLOAT;
      case UINT8 -> UINT8;
      case INT64 -> INT64;
      case BFLOAT16 ->
          throw new FoveaException("computes in bfloat16, and ONNX files are written in float32");
    };
  }
}
