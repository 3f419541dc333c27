package fovea.augment;

import fovea.data.Batch;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Geometry;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/** Turns each image about its centre by a random angle, read bilinearly. */
@Named("rotation")
public record Rotation(
    @Setting(
            about = "largest angle, either way, drawn uniformly",
            standard = "10",
            range = "[0, 180]",
            unit = "degrees")
        double degrees,
    @Setting(about = "what is let in from outside", standard = "reflect") Padding padding)
    implements AugmentStep {
  public Rotation {
    Declared.check(Rotation.class, degrees, padding);
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    Shape shape = batch.images().shape();
    int n = batch.size();
    // The grid's coordinates run from -1 to 1 on both sides, so other than square images need
    // their sides' ratio to be turned and not sheared.
    double aspect = (double) shape.size(3) / shape.size(2);
    float[] theta = new float[n * 6];
    for (int i = 0; i < n; i++) {
      double angle = Math.toRadians(degrees * (2 * rng.nextDouble() - 1));
      theta[6 * i] = (float) Math.cos(angle);
      theta[6 * i + 1] = (float) (Math.sin(angle) / aspect);
      theta[6 * i + 3] = (float) (-Math.sin(angle) * aspect);
      theta[6 * i + 4] = (float) Math.cos(angle);
    }
    Tensor grid = Geometry.affineGrid(Tensor.of(theta, n, 2, 3), shape);
    return batch.with(Geometry.gridSample(batch.images(), grid, padding));
  }
}
