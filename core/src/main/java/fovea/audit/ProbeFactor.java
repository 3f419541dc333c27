package fovea.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.image.Pixels;
import java.util.Locale;

/** Something in an image besides its object, or the object, that a prediction may follow. */
public enum ProbeFactor {
  /** The hues: all are turned until the middle has mostly the hue that the other image's has. */
  @JsonProperty("colour")
  COLOUR {
    @Override
    byte[] removed(Pixels image) {
      return Hue.grey(image);
    }

    @Override
    byte[] swapped(Pixels image, Pixels other) {
      return Hue.turned(image, Hue.ofMiddle(other) - Hue.ofMiddle(image));
    }
  },

  /** What is around the middle, where photographs mostly have their object. */
  @JsonProperty("background")
  BACKGROUND {
    @Override
    byte[] removed(Pixels image) {
      return Middle.with(image, Middle.plainSurroundings(image));
    }

    @Override
    byte[] swapped(Pixels image, Pixels other) {
      return Middle.with(image, other.rgb());
    }
  },

  /** Where in the image most of its edges lie. */
  @JsonProperty("position")
  POSITION {
    @Override
    byte[] removed(Pixels image) {
      return Place.moved(image, (image.width() - 1) / 2.0, (image.height() - 1) / 2.0);
    }

    @Override
    byte[] swapped(Pixels image, Pixels other) {
      Place to = Place.of(other);
      return Place.moved(image, to.x(), to.y());
    }
  },

  /** The middle itself, for comparison: what a prediction should follow. */
  @JsonProperty("object")
  OBJECT {
    @Override
    byte[] removed(Pixels image) {
      Pixels plain = new Pixels(image.width(), image.height(), Middle.plainSurroundings(image));
      return Middle.with(plain, image.rgb());
    }

    @Override
    byte[] swapped(Pixels image, Pixels other) {
      return Middle.with(other, image.rgb());
    }
  };

  /** The image with nothing left of this. */
  abstract byte[] removed(Pixels image);

  /** The image with this of another one of the same size. */
  abstract byte[] swapped(Pixels image, Pixels other);

  /** As people read it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
