package fovea.serve.model;

import fovea.FoveaException;
import fovea.files.FileName;
import java.nio.file.Path;

/**
 * A model to be served.
 *
 * @param name in addresses
 * @param path the folder of a run, or a model file
 */
public record ModelSource(String name, Path path) {
  private static final String SUFFIX = ".safetensors";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]*";

  public ModelSource {
    if (!name.matches(NAME)) {
      throw new FoveaException(
          "a model can't be served by the name `%s`; give it one of letters, digits and ._+- by NAME=%s"
              .formatted(name, FileName.ofPath(path)));
    }
  }

  /** By the last part of its path, without an ending. */
  public static ModelSource of(Path path) {
    String last = FileName.of(path.toAbsolutePath().normalize());
    return new ModelSource(
        last.endsWith(SUFFIX) ? last.substring(0, last.length() - SUFFIX.length()) : last, path);
  }
}
