package fovea.audit;

import fovea.data.ImageSet;
import fovea.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The images of all splits, numbered through: train first, then validation, then test. */
public final class AuditedImages {
  private final List<String> splits = new ArrayList<>();
  private final List<ImageSet> sets = new ArrayList<>();

  /** Where each split ends. */
  private final List<Integer> ends = new ArrayList<>();

  private AuditedImages(Map<String, ImageSet> parts) {
    int end = 0;
    for (Map.Entry<String, ImageSet> part : parts.entrySet()) {
      end = Math.addExact(end, part.getValue().size());
      splits.add(part.getKey());
      sets.add(part.getValue());
      ends.add(end);
    }
  }

  /**
   * Images of these splits.
   *
   * @param parts images by the name of their split, all of the same classes and size
   */
  public static AuditedImages of(Map<String, ImageSet> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("an audit needs a split of images");
    }
    return new AuditedImages(parts);
  }

  /** How many images there are. */
  public int size() {
    return ends.get(ends.size() - 1);
  }

  /** The names of the classes, in the order of the labels. */
  public List<String> classes() {
    return sets.get(0).classes();
  }

  /** The names of the splits, in the order of their images. */
  public List<String> splits() {
    return List.copyOf(splits);
  }

  /** All images as one set, numbered as here. */
  public ImageSet all() {
    return sets.stream().reduce(ImageSet::and).orElseThrow();
  }

  ImageSet set(String split) {
    return sets.get(splits.indexOf(split));
  }

  int label(int image) {
    int part = part(image);
    return sets.get(part).label(image - start(part));
  }

  byte[] rgb(int image) {
    int part = part(image);
    return sets.get(part).pixels(image - start(part));
  }

  /** An image's pixels, in the size that it was read in. */
  public Pixels pixels(int image) {
    ImageSet set = sets.get(part(image));
    return new Pixels(set.width(), set.height(), rgb(image));
  }

  /** What is known of an image. */
  public AuditedImage image(int image) {
    int part = part(image);
    ImageSet set = sets.get(part);
    int inSplit = image - start(part);
    return new AuditedImage(
        image, set.name(inSplit), splits.get(part), set.classes().get(set.label(inSplit)));
  }

  private int start(int part) {
    return part == 0 ? 0 : ends.get(part - 1);
  }

  private int part(int image) {
    for (int part = 0; part < ends.size(); part++) {
      if (image < ends.get(part)) {
        return part;
      }
    }
    throw new IndexOutOfBoundsException(image);
  }
}
