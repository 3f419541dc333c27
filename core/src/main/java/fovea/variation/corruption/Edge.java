package fovea.variation.corruption;

/** What lies beyond an image's edge. */
enum Edge {
  /** The pixel at the edge, again and again. */
  NEAREST {
    @Override
    int index(int position, int size) {
      return Math.min(size - 1, Math.max(0, position));
    }
  },

  /** The image mirrored at the centre of the pixel at the edge, which stands once. */
  MIRROR {
    @Override
    int index(int position, int size) {
      if (size == 1) {
        return 0;
      }
      int within = Math.floorMod(position, 2 * (size - 1));
      return Math.min(within, 2 * (size - 1) - within);
    }
  },

  /** The image mirrored at its edge, so that the pixel at the edge stands twice. */
  REFLECT {
    @Override
    int index(int position, int size) {
      int within = Math.floorMod(position, 2 * size);
      return Math.min(within, 2 * size - 1 - within);
    }
  };

  /** Which pixel stands at a position that may lie outside. */
  abstract int index(int position, int size);
}
