package fovea.io;

import fovea.FoveaException;
import fovea.files.FileKind;
import java.nio.file.Path;

/** Says of what people take for a model file what it is, and how to come by one. */
final class NotSafetensors {
  private static final String EXPECTED = "; expected a model.safetensors that `fovea train` wrote";

  private NotSafetensors() {}

  /**
   * Refuses a file that is known to be something else.
   *
   * @throws FoveaException if it is
   */
  static void refuse(Path file, FileKind kind) {
    switch (kind) {
      case SAFETENSORS, UNKNOWN -> {} // the header will tell
      case EMPTY -> throw refusal(file, kind, EXPECTED);
      default -> throw refusal(file, kind, way(kind));
    }
  }

  /** A file that nothing is known of but that it can't be safetensors. */
  static FoveaException unknown(String name) {
    return new FoveaException(name + ": " + FileKind.UNKNOWN.description() + EXPECTED);
  }

  private static FoveaException refusal(Path file, FileKind kind, String way) {
    return new FoveaException(file + ": " + kind.description() + way);
  }

  private static String way(FileKind kind) {
    return switch (kind) {
      case GIT_LFS -> ", not the model itself; run `git lfs pull` in its folder";
      case HTML -> ", not a model; download the file itself rather than the page about it";
      case PYTORCH, PICKLE ->
          ", which can run any program when it is opened, so Fovea doesn't; in Python,"
              + " safetensors.torch.save_file writes the same weights as a safetensors file, and"
              + " docs/file-formats.md says what metadata make it a model of Fovea's";
      case ZIP, GZIP, TAR -> ", not a model; unpack it, and name the model.safetensors in it";
      default ->
          kind.image()
              ? ", not a model; the model comes first: `fovea predict MODEL IMAGE`"
              : ", not a model of Fovea's" + EXPECTED;
    };
  }
}
