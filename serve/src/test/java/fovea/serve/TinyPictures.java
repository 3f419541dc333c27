package fovea.serve;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Test pictures for {@link TinyModels}: random ones, of each class as many. */
record TinyPictures(int size) implements PageAlbum {
  @Override
  public String name() {
    return "tiny pictures";
  }

  @Override
  public Split.Test images(TrainedModel trained) {
    return new Split.Test(of(trained.model().classes()));
  }

  /** With the classes in the order of a model's. */
  ImageSet of(List<String> classes) {
    int side = TinyModels.SIDE;
    byte[][] pixels = new byte[size][3 * side * side];
    int[] labels = new int[size];
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < size; i++) {
      random.nextBytes(pixels[i]);
      labels[i] = i % TinyModels.CLASSES.size();
    }
    return ImageSet.of(TinyModels.CLASSES, side, side, pixels, labels).withClasses(classes);
  }

  @Override
  public Path model(Path file) {
    return TinyModels.write(file, 1);
  }

  @Override
  public List<String> classes() {
    return TinyModels.CLASSES;
  }

  @Override
  public byte[] picture(long number) {
    return TinyModels.png(number);
  }

  @Override
  public String ending() {
    return "png";
  }
}
