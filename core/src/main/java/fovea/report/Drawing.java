package fovea.report;

import fovea.FoveaException;
import java.util.function.Supplier;

/** Runs what draws text, which fails in Java's own ways on a machine without fonts. */
final class Drawing {
  private Drawing() {}

  /**
   * @param what is drawn, as a sentence begins
   * @throws FoveaException where Java finds no fonts
   */
  static <T> T of(String what, Supplier<T> picture) {
    try {
      return picture.get();
    } catch (LinkageError | InternalError e) {
      throw noFonts(what, e);
    } catch (RuntimeException e) {
      if (String.valueOf(e.getMessage()).contains("ontconfig")) {
        throw noFonts(what, e);
      }
      throw e;
    }
  }

  private static FoveaException noFonts(String what, Throwable cause) {
    return new FoveaException(
        what
            + " can't be drawn, Java finds no fonts on this machine; install fontconfig and a font,"
            + " such as Debian's fonts-dejavu-core",
        cause);
  }
}
