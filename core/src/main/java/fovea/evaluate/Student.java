package fovea.evaluate;

/** Student's distribution, of a mean whose deviation is known by the same few values. */
public final class Student {
  /** The normal distribution's 97.5 % point. */
  private static final double Z = 1.959963984540054;

  private Student() {}

  /**
   * The 97.5 % point, to 0.01 from 4 degrees of freedom on and to 0.0001 from 9 on.
   *
   * @param freedom degrees of it, values less one
   * @see <a href="https://personal.math.ubc.ca/~cbm/aands/page_949.htm">Abramowitz and Stegun 1964,
   *     26.7.5</a>
   */
  public static double bound(double freedom) {
    double square = Z * Z;
    double first = (square + 1) / 4;
    double second = ((5 * square + 16) * square + 3) / 96;
    double third = (((3 * square + 19) * square + 17) * square - 15) / 384;
    return Z * (1 + (first + (second + third / freedom) / freedom) / freedom);
  }
}
