package fovea.serve.batch;

import fovea.FoveaException;
import fovea.files.FileKind;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.image.Resize;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import java.util.EnumSet;
import java.util.Set;

/** Image files from anyone, in a model's size. */
public final class Decoding {
  private static final Set<FileKind> TAKEN =
      EnumSet.of(FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF, FileKind.BMP);

  private Decoding() {}

  /**
   * Refuses what isn't an image by its content, whatever it is called.
   *
   * @throws Refusal if it isn't
   */
  public static void requireImage(Upload upload) {
    FileKind kind = FileKind.of(upload.bytes());
    if (!TAKEN.contains(kind)) {
      throw Refusal.notAnImage(
          "%s is %s, expected a JPEG, PNG, WebP, GIF or BMP image"
              .formatted(upload.name(), kind.description()));
    }
  }

  /**
   * Decodes a file and brings it to a size.
   *
   * @throws Refusal if it is damaged or too large
   */
  public static Pixels decode(Upload upload, int height, int width, Limits limits) {
    try {
      return ImageFile.decode(
          upload.name(),
          upload.bytes(),
          limits.pixels(),
          image -> Resize.cover(image, height, width));
    } catch (FoveaException e) {
      throw Refusal.undecodable(String.valueOf(e.getMessage()));
    }
  }
}
