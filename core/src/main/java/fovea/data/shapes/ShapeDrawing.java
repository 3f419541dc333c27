package fovea.data.shapes;

import fovea.tensor.Rng;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** One image: background, clutter, the shape, a little more clutter, noise. */
public final class ShapeDrawing {
  /** Height and width, in pixels. */
  public static final int SIZE = 32;

  /** How far shape and background are apart at least, of 1 between black and white. */
  private static final double CONTRAST = 0.2;

  /** Points of a pixel, each way, by which it is told whether the shape covers it. */
  private static final int PARTS = 4;

  private final RandomChoices random;
  private final BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D graphics = image.createGraphics();

  private ShapeDrawing(RandomChoices random) {
    this.random = random;
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /**
   * A picture, and what is in it.
   *
   * @param pixels [32, 32, 3] flattened, each 0 to 255
   */
  @SuppressWarnings("ArrayRecordComponent") // made once and read
  public record Drawn(byte[] pixels, Shape outline) {
    /** Which pixels the shape covers, judged by four by four points in each; [32, 32] flattened. */
    public boolean[] object() {
      boolean[] object = new boolean[SIZE * SIZE];
      for (int p = 0; p < object.length; p++) {
        int row = p / SIZE;
        int inside = 0;
        for (int part = 0; part < PARTS * PARTS; part++) {
          int down = part / PARTS;
          double x = p % SIZE + (part % PARTS + 0.5) / PARTS;
          double y = row + (down + 0.5) / PARTS;
          inside += outline.contains(x, y) ? 1 : 0;
        }
        object[p] = 2 * inside >= PARTS * PARTS;
      }
      return object;
    }
  }

  /** A shape in a random colour. */
  public static Drawn withObject(ShapeClass shape, Rng rng) {
    ShapeDrawing drawing = new ShapeDrawing(new RandomChoices(rng));
    ShapeColor near = ShapeColor.random(drawing.random);
    ShapeColor far = near.varied(0.2, drawing.random);
    drawing.drawBackground(near, far);
    return drawing.drawn(shape, ShapeColor.unlike(CONTRAST, drawing.random, near, far));
  }

  /**
   * A shape in a full colour.
   *
   * @param hue of the shape, in [0, 1)
   */
  public static Drawn withObject(ShapeClass shape, double hue, Rng rng) {
    ShapeDrawing drawing = new ShapeDrawing(new RandomChoices(rng));
    ShapeColor color = ShapeColor.full(hue);
    ShapeColor near = ShapeColor.unlike(2 * CONTRAST, drawing.random, color);
    drawing.drawBackground(near, near.varied(0.2, drawing.random));
    return drawing.drawn(shape, color);
  }

  private Drawn drawn(ShapeClass shape, ShapeColor color) {
    Shape outline = drawShape(shape, color);
    graphics.dispose();
    return new Drawn(noisyBytes(), outline);
  }

  private Shape drawShape(ShapeClass shape, ShapeColor color) {
    drawClutter(random.count(0, 5));
    Shape outline = pose(shape.isTexture()).createTransformedShape(shape.outline(random));
    graphics.setPaint(shade(color));
    graphics.fill(outline);
    drawClutter(random.count(0, 2));
    return outline;
  }

  private void drawBackground(ShapeColor near, ShapeColor far) {
    ShapeBackground background = ShapeBackground.random(SIZE, random);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        image.setRGB(x, y, near.mix(far, background.share(x, y)).awt(1).getRGB());
      }
    }
  }

  /**
   * Position, size, rotation and some shear, within bounds that the article's small network can
   * learn from 5,000 images in a minute. A texture lies anywhere; a figure is near the middle and
   * upright, more or less.
   */
  private AffineTransform pose(boolean texture) {
    double radius = texture ? 1 : random.between(7.5, 12.5);
    double shift = texture ? SIZE / 2.0 : 4;
    double turn = texture ? Math.PI : 0.35;
    AffineTransform pose = new AffineTransform();
    pose.translate(
        SIZE / 2.0 + random.between(-shift, shift), SIZE / 2.0 + random.between(-shift, shift));
    pose.rotate(random.between(-turn, turn));
    pose.shear(random.between(-0.12, 0.12), 0);
    pose.scale(radius * random.between(0.88, 1.12), radius * random.between(0.88, 1.12));
    return pose;
  }

  private Paint shade(ShapeColor color) {
    double angle = random.angle();
    float x = (float) (SIZE / 2.0 * Math.cos(angle));
    float y = (float) (SIZE / 2.0 * Math.sin(angle));
    float half = SIZE / 2f;
    return new GradientPaint(
        half - x,
        half - y,
        color.varied(0.1, random).awt(1),
        half + x,
        half + y,
        color.varied(0.1, random).awt(1));
  }

  /** Short lines, specks and chips, too small to be taken for shapes. */
  private void drawClutter(int pieces) {
    for (int i = 0; i < pieces; i++) {
      graphics.setColor(ShapeColor.random(random).awt(random.between(0.5, 1)));
      AffineTransform place =
          AffineTransform.getTranslateInstance(random.between(0, SIZE), random.between(0, SIZE));
      place.rotate(random.angle());
      graphics.fill(place.createTransformedShape(piece()));
    }
  }

  private Shape piece() {
    double half = random.between(1, 2.2);
    return switch (random.count(0, 2)) {
      case 0 -> new Rectangle2D.Double(-3 * half, -0.4, 6 * half, random.between(0.8, 1.4));
      case 1 -> new Ellipse2D.Double(-half, -half, 2 * half, random.between(1, 2) * half);
      default -> new Rectangle2D.Double(-half, -half, 2 * half, random.between(1, 2) * half);
    };
  }

  private byte[] noisyBytes() {
    double deviation = random.between(2, 14);
    byte[] bytes = new byte[SIZE * SIZE * 3];
    for (int i = 0; i < SIZE * SIZE; i++) {
      int rgb = image.getRGB(i % SIZE, i / SIZE);
      for (int channel = 0; channel < 3; channel++) {
        int value = rgb >> (16 - 8 * channel) & 0xff;
        long noisy = Math.round(value + deviation * random.normal());
        bytes[3 * i + channel] = (byte) Math.max(0, Math.min(255, noisy));
      }
    }
    return bytes;
  }
}
