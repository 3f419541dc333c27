package fovea.data;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.files.GivenPath;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The catalogue: opens what {@code --data} names, a built-in data set or a folder. */
public final class DataSets {
  /** The names of the data sets that need no folder. */
  public static final List<String> BUILT_IN = List.of("cifar10", "shapes");

  /** Always the same: what one run trains on must not be what another is tested with. */
  private static final long SHAPES_SEED = 1;

  private DataSets() {}

  /**
   * Opens a data set.
   *
   * @param data {@code cifar10}, downloaded where it is missing; {@code shapes}, drawn; or a folder
   *     that holds CIFAR-10's binary layout, itself or under its usual name, or class folders of
   *     images
   * @throws FoveaException if there is no such data set, it is damaged, or it doesn't fit
   */
  public static DataSet open(String data, DataRequest request) {
    return open(data, request, ImageFolder::read, folder -> folder.data(request.skipBroken()));
  }

  /**
   * {@link #open} of images to judge a model on: a folder may also hold {@code test/} alone, or a
   * single class.
   */
  public static DataSet openToJudge(String data, DataRequest request) {
    return open(
        data, request, ImageFolder::readToJudge, folder -> folder.data(request.skipBroken()));
  }

  /** {@link #openToJudge} of images to look through, of which none of a class need be readable. */
  public static DataSet openToAudit(String data, DataRequest request) {
    return open(data, request, ImageFolder::readToJudge, ImageFolder::dataToAudit);
  }

  /**
   * Where the object is in an image of a data set, where anybody knows: in {@code shapes}, but for
   * its textures.
   *
   * @param data as {@link #open} was given it
   * @param shortcut as it was asked for
   * @param image its name in the set
   * @return [height, width] flattened
   */
  public static Optional<boolean[]> object(String data, double shortcut, String image) {
    return data.equals("shapes") ? Shapes.object(image, SHAPES_SEED, shortcut) : Optional.empty();
  }

  /** One of the ways to read a folder. */
  private interface Reader {
    ImageFolder read(
        Path folder, ReadSize size, PixelStorage storage, ImageFolder.Progress progress);
  }

  private static DataSet open(
      String data, DataRequest request, Reader reader, Function<ImageFolder, DataSet> taken) {
    DataSet found =
        switch (data) {
          case "cifar10" ->
              Cifar10.read(Cifar10Download.into(request.home(), request.download()).ensure());
          case "shapes" -> Shapes.draw(request.shapes(), SHAPES_SEED, request.shortcut());
          default -> read(folder(data), request, reader, taken);
        };
    if (found.height() != request.height() || found.width() != request.width()) {
      throw new FoveaException(
          "%s: its images are %d x %d, but the model wants %d x %d; choose a model for that size"
              .formatted(data, found.height(), found.width(), request.height(), request.width()));
    }
    return found;
  }

  private static DataSet read(
      Path folder, DataRequest request, Reader reader, Function<ImageFolder, DataSet> taken) {
    if (Cifar10.isLayout(folder)) {
      return Cifar10.read(folder);
    }
    Path inside = folder.resolve(Cifar10Archive.FOLDER);
    if (Cifar10.isLayout(inside)) {
      return Cifar10.read(inside);
    }
    ImageFolder found =
        reader.read(
            folder,
            new ReadSize(request.height(), request.width(), request.oversize()),
            request.storage(),
            request.images());
    request.folder().accept(found);
    return taken.apply(found);
  }

  /** The folder that is meant, where it is one of class folders; empty for other data. */
  static Optional<Path> classFolders(String data) {
    if (BUILT_IN.contains(data)) {
      return Optional.empty();
    }
    Path folder = folder(data);
    boolean cifar10 =
        Cifar10.isLayout(folder) || Cifar10.isLayout(folder.resolve(Cifar10Archive.FOLDER));
    return cifar10 ? Optional.empty() : Optional.of(folder);
  }

  private static Path folder(String data) {
    Path folder;
    try {
      folder = GivenPath.of(data);
    } catch (FoveaException e) {
      throw e.getCause() instanceof InvalidPathException ? missing(data) : e;
    }
    if (data.isBlank() || !Files.exists(folder)) {
      throw missing(data);
    }
    if (!Files.isDirectory(folder)) {
      throw new FoveaException(
          data
              + ": this is a file, expected a folder or the name of a built-in data set ("
              + String.join(", ", BUILT_IN)
              + ")");
    }
    return folder;
  }

  private static FoveaException missing(String data) {
    return new FoveaException(
        "there is no folder and no data set `%s`.%s Built in are %s."
            .formatted(data, Spelling.didYouMean(data, BUILT_IN), String.join(" and ", BUILT_IN)));
  }
}
