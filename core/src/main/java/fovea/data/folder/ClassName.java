package fovea.data.folder;

import fovea.files.FileName;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The class that a folder of images stands for. */
public final class ClassName {
  /** Control characters, marks of direction and of nothing, half characters, ends of lines. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** Something besides spaces, marks on other letters, and letters that are blank. */
  private static final Pattern SEEN =
      Pattern.compile("[^\\s\\p{Z}\\p{M}\\u115f\\u1160\\u2800\\u3164\\uffa0]");

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

  /**
   * What is wrong with the name of a class that is to be made, in the words after "the name"; empty
   * where people can read it.
   */
  public static Optional<String> fault(String name) {
    Matcher unseen = UNSEEN.matcher(name);
    if (unseen.find()) {
      return Optional.of(
          "has U+%04X in it, which nobody sees, expected letters, digits and signs"
              .formatted(unseen.group().codePointAt(0)));
    }
    return SEEN.matcher(name).find()
        ? Optional.empty()
        : Optional.of("has nothing that can be seen, expected what the class shows");
  }

  /** A class's number among others, in whichever form its name is written; -1 if it isn't there. */
  public static int indexOf(List<String> classes, String name) {
    return classes.stream().map(ClassName::composed).toList().indexOf(composed(name));
  }
}
