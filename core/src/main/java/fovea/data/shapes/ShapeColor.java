package fovea.data.shapes;

import java.awt.Color;

/** A colour as three numbers in [0, 1]. */
record ShapeColor(double red, double green, double blue) {
  private static final int TRIES = 200;

  static ShapeColor random(RandomChoices random) {
    return of(
        Color.getHSBColor(
            (float) random.between(0, 1),
            (float) random.between(0.1, 0.95),
            (float) random.between(0.15, 1)));
  }

  /** A bright and saturated colour of a hue in [0, 1). */
  static ShapeColor full(double hue) {
    return of(Color.getHSBColor((float) hue, 0.9f, 0.9f));
  }

  private static ShapeColor of(Color color) {
    return new ShapeColor(
        color.getRed() / 255.0, color.getGreen() / 255.0, color.getBlue() / 255.0);
  }

  /**
   * A colour that is at least so far from all of the others; black or white where none is found.
   */
  static ShapeColor unlike(double distance, RandomChoices random, ShapeColor... others) {
    for (int i = 0; i < TRIES; i++) {
      ShapeColor color = random(random);
      if (color.nearest(others) >= distance) {
        return color;
      }
    }
    ShapeColor black = new ShapeColor(0, 0, 0);
    ShapeColor white = new ShapeColor(1, 1, 1);
    return black.nearest(others) > white.nearest(others) ? black : white;
  }

  /** A neighbour, each part of it by at most {@code change} away. */
  ShapeColor varied(double change, RandomChoices random) {
    return new ShapeColor(
        clip(red + random.between(-change, change)),
        clip(green + random.between(-change, change)),
        clip(blue + random.between(-change, change)));
  }

  /** This colour at 0, the other one at 1. */
  ShapeColor mix(ShapeColor other, double share) {
    return new ShapeColor(
        red + (other.red - red) * share,
        green + (other.green - green) * share,
        blue + (other.blue - blue) * share);
  }

  Color awt(double opacity) {
    return new Color((float) red, (float) green, (float) blue, (float) opacity);
  }

  private double nearest(ShapeColor... others) {
    double nearest = Double.POSITIVE_INFINITY;
    for (ShapeColor other : others) {
      nearest = Math.min(nearest, distance(other));
    }
    return nearest;
  }

  /** Weighted as the eye weighs brightness, by ITU-R BT.601; at most 1. */
  private double distance(ShapeColor other) {
    double r = red - other.red;
    double g = green - other.green;
    double b = blue - other.blue;
    return Math.sqrt(0.299 * r * r + 0.587 * g * g + 0.114 * b * b);
  }

  private static double clip(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
