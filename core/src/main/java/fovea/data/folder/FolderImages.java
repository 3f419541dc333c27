package fovea.data.folder;

import fovea.FoveaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The images of a folder that has no classes, at any depth. */
public final class FolderImages {
  private FolderImages() {}

  /**
   * Files that are called images, whatever they hold, and files that are images by another name:
   * those of the folder, sorted, then those of each folder in it. Hidden files, system folders and
   * runs are passed over, and a folder that links lead to twice counts once.
   *
   * @param unreadable is told of each folder within it that can't be read, and so is left out
   * @throws FoveaException if the folder itself can't be read
   */
  public static List<Path> in(Path folder, Consumer<FoveaException> unreadable) {
    List<Path> images = new ArrayList<>();
    List<FoveaException> problems = Collections.synchronizedList(new ArrayList<>());
    Folder.tolerant(folder, problems::add).allImages(new ArrayList<>()).forEach(images::addAll);
    problems.stream()
        .sorted(Comparator.comparing(problem -> String.valueOf(problem.getMessage())))
        .forEach(unreadable);
    return images;
  }
}
