package fovea.data.folder;

import fovea.FoveaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The images of a folder that has no classes, at any depth. */
public final class FolderImages {
  private FolderImages() {}

  /**
   * Files that are called images, whatever they hold, and files that are images by another name:
   * those of the folder, sorted, then those of each folder in it. Hidden files, system folders and
   * runs are passed over, and a folder that links lead to twice counts once.
   *
   * @throws FoveaException if a folder can't be read
   */
  public static List<Path> in(Path folder) {
    List<Path> images = new ArrayList<>();
    Folder.of(folder).allImages(new ArrayList<>()).forEach(images::addAll);
    return images;
  }
}
