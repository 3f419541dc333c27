package fovea.data.folder;

import fovea.files.FileName;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;

/** The class that a folder of images stands for. */
public final class ClassName {
  private ClassName() {}

  /**
   * A folder's name. Bytes that are no UTF-8, as in names out of an old zip, stand as {@code \xe9},
   * so that two such folders don't become one class.
   */
  public static String of(Path folder) {
    return FileName.of(folder);
  }

  /**
   * A name in the one form by which names are compared (Unicode's NFC): Linux and Windows write
   * {@code ä} as one character, zips made on a Mac as two.
   */
  public static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** A class's number among others, in whichever form its name is written; -1 if it isn't there. */
  public static int indexOf(List<String> classes, String name) {
    return classes.stream().map(ClassName::composed).toList().indexOf(composed(name));
  }
}
