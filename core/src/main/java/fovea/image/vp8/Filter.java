package fovea.image.vp8;

/**
 * How strongly edges are smoothed (RFC 6386, section 15.2).
 *
 * @param edge the largest step across an edge that is smoothed; 0: none is
 * @param inner the largest step between neighbours beside it
 * @param variance a larger step beside the edge is left alone
 */
record Filter(int edge, int inner, int variance) {
  static final Filter NONE = new Filter(0, 0, 0);

  static Filter of(int anyLevel, int sharpness) {
    int level = Math.max(0, Math.min(anyLevel, 63));
    if (level == 0) {
      return NONE;
    }
    int inner = level;
    if (sharpness > 0) {
      inner = Math.min(inner >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
    }
    inner = Math.max(1, inner);
    return new Filter(2 * level + inner, inner, level >= 40 ? 2 : level >= 15 ? 1 : 0);
  }
}
