package fovea.data;

import java.util.BitSet;

/** Which of a data set's images are held out where no folder says it. */
public enum HoldOut {
  /** The last ones, whatever their classes: how runs by recipes of version 1 have it. */
  OVER_ALL {
    @Override
    BitSet heldOut(ImageSet images, int[] order, int count) {
      BitSet held = new BitSet();
      held.set(order.length - count, order.length);
      return held;
    }
  },

  /** The last ones of each class, so that each gives its share and keeps at least one image. */
  BY_CLASS {
    @Override
    BitSet heldOut(ImageSet images, int[] order, int count) {
      return new HoldOutByClass(images, order).heldOut(count);
    }
  },

  /**
   * One of each class, however many shall be: for training by episodes, which is judged by other
   * classes, and gives up as little as it can.
   */
  ONE_OF_EACH {
    @Override
    BitSet heldOut(ImageSet images, int[] order, int count) {
      return new HoldOutByClass(images, order).oneOfEach();
    }
  };

  /**
   * The images held out, by their place in an order.
   *
   * @param order all of the images; the later ones are held out
   * @param count how many shall be, fewer than there are
   */
  abstract BitSet heldOut(ImageSet images, int[] order, int count);
}
