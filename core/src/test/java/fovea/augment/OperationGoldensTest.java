package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Golden;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.ImageArrays;
import fovea.tensor.InScope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What torchvision and Pillow make of the same images. */
@ExtendWith(InScope.class)
class OperationGoldensTest {
  private static final Golden GOLDEN = Golden.read("augment/operations");
  private static final double CLOSE = 2e-6;

  /** Pillow rounds the smoothed image and cuts off what is below a whole level of 255. */
  private static final double ROUNDED = 1.5 / 255;

  private record Change(Consumer<Picture> operation, double tolerance) {}

  private static Map<String, Change> changes() {
    Map<String, Change> all = new LinkedHashMap<>();
    put(all, "affine", p -> Warp.affine(p, 33, 1.7, -2.3, 0.8, 15).apply(p, Padding.ZERO));
    put(all, "affine.larger", p -> Warp.affine(p, -120, -4, 3, 1.6, -30).apply(p, Padding.ZERO));
    put(all, "shear.x", p -> PolicyOperation.SHEAR_X.apply(p, 0.3, Padding.ZERO));
    put(all, "shear.y", p -> PolicyOperation.SHEAR_Y.apply(p, 0.3, Padding.ZERO));
    // Of a rotation alone torchvision counts the angle counter-clockwise.
    put(all, "rotate", p -> PolicyOperation.ROTATE.apply(p, 25, Padding.ZERO));
    double[] x = {2, 9, 10, 1};
    double[] y = {1, 3, 8, 7};
    all.put("perspective", new Change(p -> Warp.perspective(p, x, y).apply(p, Padding.ZERO), 1e-5));
    for (double factor : new double[] {0.3, 1.7}) {
      put(all, "brightness." + factor, p -> ColorJitter.brighten(p, factor));
      put(all, "contrast." + factor, p -> ColorJitter.contrast(p, factor));
      put(all, "saturation." + factor, p -> ColorJitter.saturate(p, factor));
      put(all, "sharpness." + factor, p -> Sharpness.sharpen(p, factor));
      all.put("pillow.sharpness." + factor, new Change(p -> Sharpness.sharpen(p, factor), ROUNDED));
    }
    for (double part : new double[] {-0.5, -0.21, 0.08, 0.5}) {
      put(all, "hue." + part, p -> Hue.turn(p, part));
    }
    for (int bits : new int[] {1, 2, 4, 7}) {
      put(all, "posterize." + bits, p -> Posterize.posterize(p, bits));
    }
    for (double sigma : new double[] {0.4, 1.5}) {
      put(all, "blur." + sigma, p -> GaussianBlur.blur(p, sigma));
    }
    put(all, "solarize", p -> Solarize.solarize(p, 100 / 255.0));
    put(all, "invert", Invert::invert);
    put(all, "autocontrast", Autocontrast::autocontrast);
    put(all, "equalize", Equalize::equalize);
    put(all, "grayscale", Grayscale::grayscale);
    return all;
  }

  private static void put(Map<String, Change> all, String name, Consumer<Picture> operation) {
    all.put(name, new Change(operation, CLOSE));
  }

  private static final Map<String, Box> CROPS =
      Map.of(
          "crop", new Box(2, 3, 7, 8),
          "crop.tiny", new Box(4, 4, 2, 3),
          "crop.whole", new Box(0, 0, 9, 11));

  @Test
  void everyOperationGivesWhatTorchvisionOrPillowGives() {
    Tensor images = GOLDEN.tensor("images");
    changes()
        .forEach(
            (name, change) -> {
              Tensor changed =
                  ImageArrays.each(
                      name,
                      images,
                      9,
                      11,
                      (image, values) -> {
                        Picture picture = new Picture(9, 11, values);
                        change.operation.accept(picture);
                        return picture.values();
                      });
              GOLDEN.assertMatches(name, changed, change.tolerance);
            });
  }

  @Test
  void cropsAreResizedAsTorchvisionDoesIt() {
    CROPS.forEach(
        (name, box) -> {
          GOLDEN.assertMatches(name, cropped(box, 4, 5), CLOSE);
          GOLDEN.assertMatches(name + ".up", cropped(box, 12, 19), CLOSE);
        });
  }

  private static Tensor cropped(Box box, int height, int width) {
    Resampling to = new Resampling(height, width);
    return ImageArrays.each(
        "crop", GOLDEN.tensor("images"), height, width, (image, values) -> to.of(values, 11, box));
  }

  @Test
  void nothingInTheFileIsLeftOut() {
    Set<String> compared = new TreeSet<>(changes().keySet());
    CROPS.keySet().forEach(name -> compared.addAll(Set.of(name, name + ".up")));
    compared.add("images");
    assertThat(GOLDEN.tensors().keySet()).containsExactlyInAnyOrderElementsOf(compared);
  }
}
