package fovea.image.vp8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads an arithmetic code of bits, each with its own probability (RFC 6386, section 7). */
final class BoolReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] data;
  private final int end;
  private int at;
  private long window;

  /** How many bits of the window are beyond the eight looked at; more are loaded below zero. */
  private int spare = -8;

  private int range = 255;
  private boolean exhausted;

  /** Reads the bytes from {@code at}, up to but without {@code end}. */
  BoolReader(byte[] data, int at, int end) {
    this.data = data;
    this.at = at;
    this.end = end;
  }

  /**
   * The next bit.
   *
   * @param probability of a zero, of 256
   */
  boolean bit(int probability) {
    if (spare < 0) {
      load();
    }
    int split = 1 + (((range - 1) * probability) >> 8);
    long bound = (long) split << spare;
    boolean one = window >= bound;
    if (one) {
      window -= bound;
      range -= split;
    } else {
      range = split;
    }
    int shift = Integer.numberOfLeadingZeros(range) - 24; // range in [128, 255] again
    range <<= shift;
    spare -= shift;
    return one;
  }

  boolean flag() {
    return bit(128);
  }

  /** A number of some bits, the highest first. */
  int number(int bits) {
    int value = 0;
    for (int i = 0; i < bits; i++) {
      value = value << 1 | (flag() ? 1 : 0);
    }
    return value;
  }

  /** A number and its sign behind it. */
  int signed(int bits) {
    int value = number(bits);
    return flag() ? -value : value;
  }

  /** Such a number if a bit says that there is one, otherwise zero. */
  int optional(int bits) {
    return flag() ? signed(bits) : 0;
  }

  /** Whether more was read than there is. */
  boolean exhausted() {
    return exhausted;
  }

  private void load() {
    if (end - at >= 4) {
      window = window << 32 | ((int) INT.get(data, at) & 0xffffffffL);
      at += 4;
      spare += 32;
    } else {
      exhausted |= at >= end;
      window = window << 8 | (at < end ? data[at++] & 0xff : 0);
      spare += 8;
    }
  }
}
