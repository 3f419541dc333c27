package fovea.image;

import java.nio.charset.StandardCharsets;

/** What the components of a JPEG file are, decided as libjpeg decides it. */
enum JpegColors {
  GREY(-1),
  YCBCR(-1),
  RGB(0),
  CMYK(0),
  YCCK(0); // readers hand over what is stored; the inks are made here

  private static final String JFIF = "JFIF\0\1\1\0\0\1\0\1\0\0";
  private static final String ADOBE = "Adobe\0\144\0\0\0\0";

  private final int transform;

  JpegColors(int transform) {
    this.transform = transform;
  }

  /**
   * JFIF outranks Adobe; without both, only the letters R, G and B as the components' names, or a
   * lossless file, mean RGB.
   *
   * @param ids one, three or four
   * @param adobe the colour transform that Adobe's segment names, or -1 without one
   */
  static JpegColors of(int[] ids, boolean jfif, int adobe, boolean lossless) {
    return switch (ids.length) {
      case 1 -> GREY;
      case 3 -> ofThree(ids, jfif, adobe, lossless);
      case 4 -> adobe <= 0 ? CMYK : YCCK;
      default -> throw new IllegalArgumentException(ids.length + " components");
    };
  }

  private static JpegColors ofThree(int[] ids, boolean jfif, int adobe, boolean lossless) {
    if (jfif) {
      return YCBCR;
    }
    if (adobe >= 0) {
      return adobe == 0 ? RGB : YCBCR;
    }
    boolean letters = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
    return letters || lossless ? RGB : YCBCR;
  }

  /** The segment that leaves a reader no choice: JFIF's, or Adobe's without a transform. */
  byte[] segment() {
    String content = transform < 0 ? JFIF : ADOBE + (char) transform;
    String marker = transform < 0 ? "\u00ff\u00e0\0" : "\u00ff\u00ee\0";
    return (marker + (char) (2 + content.length()) + content).getBytes(StandardCharsets.ISO_8859_1);
  }
}
