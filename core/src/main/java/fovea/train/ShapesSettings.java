package fovea.train;

/**
 * The built-in data set {@code shapes}; other data sets don't look here.
 *
 * @param images how many are drawn, all splits together
 */
public record ShapesSettings(int images) {
  static final ShapesSettings STANDARD = new ShapesSettings(6000);

  public ShapesSettings {
    Limits.SHAPES.check("images", images);
  }
}
