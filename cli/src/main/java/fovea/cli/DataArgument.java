package fovea.cli;

import fovea.FoveaException;
import fovea.data.Cifar10;
import fovea.data.DataSet;
import fovea.data.ImageFolder;
import fovea.tensor.Shape;
import java.nio.file.Path;

/** What {@code --data} names. */
final class DataArgument {
  private DataArgument() {}

  static DataSet open(String data, Shape input) {
    Path folder = Path.of(data);
    DataSet set =
        Cifar10.isLayout(folder)
            ? Cifar10.read(folder)
            : ImageFolder.read(folder, (int) input.size(1), (int) input.size(2)).data();
    if (set.height() != input.size(1) || set.width() != input.size(2)) {
      throw new FoveaException(
          "%s: images of %d x %d, the network takes %d x %d"
              .formatted(data, set.height(), set.width(), input.size(1), input.size(2)));
    }
    return set;
  }

  /** The same data from wherever it is asked for again. */
  static String absolute(String data) {
    return Path.of(data).toAbsolutePath().normalize().toString();
  }
}
