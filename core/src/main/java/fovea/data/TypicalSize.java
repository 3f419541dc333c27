package fovea.data;

import fovea.FoveaException;
import fovea.data.folder.FolderLayout;
import fovea.data.folder.LabelledFiles;
import fovea.image.ImageFile;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How large the images of a folder mostly are, by a few of them. */
public final class TypicalSize {
  private static final int LOOKED_AT = 49;

  private TypicalSize() {}

  /**
   * The median of the shorter sides of some images, in pixels.
   *
   * @param data as {@link DataSets#open} takes it
   * @return empty for data that aren't class folders, or whose images can't be read
   * @throws FoveaException if there are no such data, or a folder is laid out otherwise
   */
  public static OptionalInt of(String data) {
    return DataSets.classFolders(data).map(TypicalSize::of).orElseGet(OptionalInt::empty);
  }

  private static OptionalInt of(Path folder) {
    List<LabelledFiles> splits = List.copyOf(FolderLayout.of(folder).splits().values());
    List<Path> some = splits.stream().flatMap(TypicalSize::some).toList();
    int[] sides = some.stream().flatMapToInt(file -> side(file).stream()).sorted().toArray();
    return sides.length == 0 ? OptionalInt.empty() : OptionalInt.of(sides[sides.length / 2]);
  }

  /** From all over the classes. */
  private static Stream<Path> some(LabelledFiles images) {
    int count = Math.min(LOOKED_AT, images.size());
    return IntStream.range(0, count)
        .mapToObj(i -> images.get((int) ((long) i * images.size() / count)).file());
  }

  private static OptionalInt side(Path file) {
    try {
      return OptionalInt.of(ImageFile.size(file).shorter());
    } catch (FoveaException e) { // it will be said when it is to be decoded
      return OptionalInt.empty();
    }
  }
}
