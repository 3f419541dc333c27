package fovea.data.shapes;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * The ten classes: figures within the unit circle around the origin, and textures that reach {@link
 * #REACH} pixels from it.
 */
public enum ShapeClass {
  CIRCLE {
    @Override
    Shape outline(RandomChoices random) {
      return disc(0, 0, 1);
    }
  },
  SQUARE {
    @Override
    Shape outline(RandomChoices random) {
      double half = Math.sqrt(0.5) * 1.1;
      return new Rectangle2D.Double(-half, -half, 2 * half, 2 * half);
    }
  },
  TRIANGLE {
    @Override
    Shape outline(RandomChoices random) {
      return polygon(3, i -> 1.1);
    }
  },
  STAR {
    @Override
    Shape outline(RandomChoices random) {
      double inner = random.between(0.38, 0.5);
      return polygon(10, i -> i % 2 == 0 ? 1.1 : inner);
    }
  },
  CROSS {
    @Override
    Shape outline(RandomChoices random) {
      double half = random.between(0.2, 0.32);
      Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
      path.append(new Rectangle2D.Double(-1, -half, 2, 2 * half), false);
      path.append(new Rectangle2D.Double(-half, -1, 2 * half, 2), false);
      return path;
    }
  },
  RING {
    @Override
    Shape outline(RandomChoices random) {
      Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
      path.append(disc(0, 0, 1), false);
      path.append(disc(0, 0, random.between(0.5, 0.7)), false);
      return path;
    }
  },
  HEART {
    @Override
    Shape outline(RandomChoices random) {
      Path2D path = new Path2D.Double();
      path.moveTo(0, 1);
      path.curveTo(-0.5, 0.55, -1.1, 0.2, -1.05, -0.35);
      path.curveTo(-1, -1.0, -0.2, -1.05, 0, -0.4);
      path.curveTo(0.2, -1.05, 1, -1.0, 1.05, -0.35);
      path.curveTo(1.1, 0.2, 0.5, 0.55, 0, 1);
      path.closePath();
      return path;
    }
  },
  STRIPES {
    @Override
    Shape outline(RandomChoices random) {
      double period = random.between(4, 9);
      double width = period * random.between(0.4, 0.6);
      Path2D path = new Path2D.Double();
      for (double x = -REACH; x < REACH; x += period) {
        path.append(new Rectangle2D.Double(x, -REACH, width, 2 * REACH), false);
      }
      return path;
    }
  },
  CHECKERBOARD {
    @Override
    Shape outline(RandomChoices random) {
      double cell = random.between(3.5, 7);
      Path2D path = new Path2D.Double();
      int cells = (int) Math.ceil(REACH / cell);
      for (int i = -cells; i < cells; i++) {
        for (int j = -cells; j < cells; j++) {
          if ((i + j) % 2 == 0) {
            path.append(new Rectangle2D.Double(i * cell, j * cell, cell, cell), false);
          }
        }
      }
      return path;
    }
  },
  DOTS {
    @Override
    Shape outline(RandomChoices random) {
      double spacing = random.between(5, 9);
      double radius = spacing * random.between(0.25, 0.36);
      double shift = random.chance(0.5) ? 0.5 : 0;
      Path2D path = new Path2D.Double();
      int rows = (int) Math.ceil(REACH / spacing);
      for (int i = -rows; i <= rows; i++) {
        for (int j = -rows; j <= rows; j++) {
          path.append(disc((i + (j % 2 == 0 ? 0 : shift)) * spacing, j * spacing, radius), false);
        }
      }
      return path;
    }
  };

  /** From a corner of the image to the one across, wherever the texture's origin is. */
  static final double REACH = 56;

  /** As people call it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it fills the image, rather than lying in it. */
  public boolean isTexture() {
    return this == STRIPES || this == CHECKERBOARD || this == DOTS;
  }

  abstract Shape outline(RandomChoices random);

  private static Shape disc(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  /** Corners at equal angles, the first one at the top. */
  private static Shape polygon(int corners, IntToDoubleFunction radius) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double x = radius.applyAsDouble(i) * Math.sin(angle);
      double y = -radius.applyAsDouble(i) * Math.cos(angle);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }
}
