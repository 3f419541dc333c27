package fovea.io;

import fovea.FoveaException;
import fovea.files.FileKind;
import java.nio.file.Path;

/** Says of what people take for a model file what it is, and how to come by one. */
final class NotSafetensors {
  private static final String EXPECTED = "; expected a model.safetensors that `fovea train` wrote";

  /** What to do with weights that aren't a model. */
  static final String WEIGHTS_ALONE =
      "weights, without what makes them a model of Fovea's; `fovea train --from FILE` starts from"
          + " them, and `fovea weights import FILE` makes a model of them";

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
      case PYTORCH -> ": " + WEIGHTS_ALONE;
      case PICKLE ->
          ", not a model; in Python, torch.save(model.state_dict(), FILE) writes the weights of one";
      case ZIP, GZIP, TAR -> ", not a model; unpack it, and name the model.safetensors in it";
      default ->
          kind.image()
              ? ", not a model; the model comes first: `fovea predict MODEL IMAGE`"
              : ", not a model of Fovea's" + EXPECTED;
    };
  }
}
