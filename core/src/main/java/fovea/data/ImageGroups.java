package fovea.data;

import fovea.FoveaException;
import fovea.data.folder.ClassName;
import fovea.data.folder.SplitWord;
import fovea.files.GivenPath;
import fovea.files.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which group each image of a set belongs to by one attribute, such as the light that it was taken
 * in.
 *
 * @param attribute what tells the groups apart
 * @param names of the groups, sorted
 * @param of the number of each image's group, or -1 of one that belongs to none
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
public record ImageGroups(String attribute, List<String> names, int[] of) {
  /** What a folder's groups are asked for by, in place of a file. */
  public static final String FOLDERS = "folders";

  public ImageGroups {
    names = List.copyOf(names);
  }

  /** The groups of images that each are said to be in one; "" is none. */
  static ImageGroups of(String attribute, List<String> values) {
    List<String> names =
        List.copyOf(new TreeSet<>(values.stream().filter(v -> !v.isEmpty()).toList()));
    Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    int[] of = values.stream().mapToInt(value -> numbers.getOrDefault(value, -1)).toArray();
    return new ImageGroups(attribute, names, of);
  }

  /**
   * Groups by the folders that images lie in below that of their class: {@code
   * test/cat/indoors/1.jpg} is in the group {@code indoors}.
   *
   * @throws FoveaException if no image lies in such a folder
   */
  public static ImageGroups byFolder(ImageSet images) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      values.add(below(images.name(i), images.classes().get(images.label(i))));
    }
    if (values.stream().allMatch(String::isEmpty)) {
      throw new FoveaException(
          "no image lies in a folder below that of its class, such as cat/indoors/1.jpg, so there"
              + " are no groups; sort them so, or name a CSV file with the columns file and group");
    }
    return of("folder", values);
  }

  private static String below(String name, String className) {
    String[] parts = name.split("/", -1);
    for (int i = startOfClass(parts, className); i < parts.length - 2; i++) {
      if (isClass(parts[i], className)) {
        return parts[i + 1];
      }
    }
    return "";
  }

  /** Behind the folder of the split, which a class may be called like. */
  private static int startOfClass(String[] parts, String className) {
    boolean inSplit =
        parts.length > 2 && SplitWord.in(parts[0]).isPresent() && isClass(parts[1], className);
    return inSplit ? 1 : 0;
  }

  private static boolean isClass(String folder, String className) {
    return ClassName.composed(folder).equalsIgnoreCase(ClassName.composed(className));
  }

  /**
   * Groups by the folders, or by the columns of a CSV file.
   *
   * @param source {@value #FOLDERS} or the name of the file
   * @param data whose images the file may name
   * @param images those to be grouped
   * @throws FoveaException if there are no such groups, or the file doesn't fit the images
   */
  public static List<ImageGroups> from(String source, DataSet data, ImageSet images) {
    return source.equals(FOLDERS)
        ? List.of(byFolder(images))
        : GroupsFile.read(GivenPath.of(source)).of(data, images);
  }

  /** Groups of images that are alike by each of several attributes. */
  public static ImageGroups together(List<ImageGroups> attributes) {
    if (attributes.size() == 1) {
      return attributes.get(0);
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < attributes.get(0).of.length; i++) {
      int image = i;
      boolean known = attributes.stream().allMatch(groups -> groups.of[image] >= 0);
      values.add(
          known
              ? attributes.stream()
                  .map(groups -> groups.names.get(groups.of[image]))
                  .collect(Collectors.joining(", "))
              : "");
    }
    String name = attributes.stream().map(ImageGroups::attribute).collect(Collectors.joining(", "));
    return of(name, values);
  }

  /**
   * SHA-256 over the attribute, the groups, and which images are in which, in hex.
   *
   * @param images whose groups these are
   */
  public String fingerprint(ImageSet images) {
    MessageDigest sha = begun();
    for (int i = 0; i < of.length; i++) {
      Sha256.add(sha, "\0" + of[i] + " " + images.label(i) + "\0");
      sha.update(images.pixels(i));
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** The same for images that are known besides, and in which order. */
  public String fingerprint() {
    MessageDigest sha = begun();
    for (int group : of) {
      Sha256.add(sha, group + "\n");
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private MessageDigest begun() {
    MessageDigest sha = Sha256.fresh();
    Sha256.add(sha, attribute + "\0" + String.join("\0", names) + "\0");
    return sha;
  }

  /** How many images belong to none. */
  public int without() {
    return (int) Arrays.stream(of).filter(group -> group < 0).count();
  }

  /**
   * Groups of a class each: every group is split by its images' classes. An image that belongs to
   * no group is in one of its class alone.
   *
   * @param images whose groups these are
   */
  public ImageGroups byClass(ImageSet images) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < of.length; i++) {
      String own = images.classes().get(images.label(i));
      values.add(of[i] < 0 ? own : own + ", " + names.get(of[i]));
    }
    return of(attribute, values);
  }
}
