package fovea.data;

import fovea.data.folder.FolderLayout;
import fovea.data.folder.LabelledFiles;
import fovea.data.folder.SplitWord;
import org.jspecify.annotations.Nullable;

/** What the files are called that the records of a folder's cache were decoded from. */
final class CachedNames {
  private final FolderLayout images;
  private int @Nullable [] files;

  CachedNames(FolderLayout images) {
    this.images = images;
  }

  /** The name of a record. */
  String of(int record) {
    int place = files()[record];
    for (SplitWord split : SplitWord.values()) {
      LabelledFiles inSplit = images.images(split);
      if (place < inSplit.size()) {
        return FolderReading.name(images.folder(), inSplit.get(place).file());
      }
      place -= inSplit.size();
    }
    throw new IllegalArgumentException("no record " + record);
  }

  /** When the first is asked for: most runs ask for none. */
  private synchronized int[] files() {
    if (files == null) {
      files = CacheBuild.files(images);
    }
    return files;
  }
}
