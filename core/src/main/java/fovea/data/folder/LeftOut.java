package fovea.data.folder;

import java.nio.file.Path;

/** A file or folder among the data that is no part of them. */
public record LeftOut(Path path, Reason reason) {

  /** Why it is no part of the data. */
  public enum Reason {
    NO_IMAGE("file that is no image", "files that are no images"),
    OUTSIDE_CLASSES("image outside the class folders", "images outside the class folders"),
    BESIDE_SPLITS("folder beside the splits", "folders beside the splits"),
    RUN("folder of a run", "folders of runs"),
    RUNS("folder that holds runs", "folders that hold runs"),
    SYSTEM("folder of the system's", "folders of the system's"),
    LOOP("link to a folder above it", "links to folders above them");

    private final String one;
    private final String many;

    Reason(String one, String many) {
      this.one = one;
      this.many = many;
    }

    /** As it stands after a count: "files that are no images". */
    public String description(long count) {
      return count == 1 ? one : many;
    }
  }
}
