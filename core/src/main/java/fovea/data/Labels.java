package fovea.data;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A class for each image, in as few bytes as the number of classes needs: one, two or four. */
final class Labels {
  private final byte @Nullable [] few;
  private final char @Nullable [] some;
  private final int @Nullable [] many;

  private Labels(byte @Nullable [] few, char @Nullable [] some, int @Nullable [] many) {
    this.few = few;
    this.some = some;
    this.many = many;
  }

  /**
   * @param label of each image, in [0, classes)
   */
  static Labels of(int images, int classes, IntUnaryOperator label) {
    if (classes <= 1 << Byte.SIZE) {
      byte[] few = new byte[images];
      for (int i = 0; i < images; i++) {
        few[i] = (byte) label.applyAsInt(i);
      }
      return new Labels(few, null, null);
    }
    if (classes <= 1 << Character.SIZE) {
      char[] some = new char[images];
      for (int i = 0; i < images; i++) {
        some[i] = (char) label.applyAsInt(i);
      }
      return new Labels(null, some, null);
    }
    int[] many = new int[images];
    Arrays.setAll(many, label);
    return new Labels(null, null, many);
  }

  int of(int image) {
    if (few != null) {
      return few[image] & 0xff;
    }
    if (some != null) {
      return some[image];
    }
    return many == null ? 0 : many[image];
  }
}
