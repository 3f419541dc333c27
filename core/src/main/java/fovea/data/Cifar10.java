package fovea.data;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.TextLines;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CIFAR-10's binary layout: a folder with {@code data_batch_1.bin} and further training batches,
 * {@code test_batch.bin} and {@code batches.meta.txt}.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">Krizhevsky 2009</a>
 */
public final class Cifar10 {
  /** The names of CIFAR-10's classes, in the order of the labels. */
  public static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  static final int BATCHES = 5;
  static final String TEST = "test_batch.bin";
  static final String NAMES = "batches.meta.txt";

  private static final Pattern TRAIN = Pattern.compile("data_batch_([1-9][0-9]{0,3})\\.bin");
  private static final int LONGEST_NAMES_FILE = 10_000;

  private Cifar10() {}

  /** The name of a training batch; they are numbered from 1. */
  static String trainBatch(int number) {
    return "data_batch_" + number + ".bin";
  }

  /** Whether the folder holds a batch of that layout; more may be missing. */
  public static boolean isLayout(Path folder) {
    return Files.isDirectory(folder)
        && (Files.exists(folder.resolve(TEST)) || !batchNumbers(folder).isEmpty());
  }

  /**
   * Reads all training batches, of which there may be fewer than CIFAR-10's five, and the test
   * batch.
   *
   * @throws FoveaException naming the file that is missing, cut short, or holds a wrong label
   */
  public static DataSet read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new FoveaException(folder + ": there is no such folder");
    }
    List<Integer> numbers = batchNumbers(folder);
    requireFile(folder, trainBatch(1));
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i + 1) {
        throw new FoveaException(
            "%s: %s is missing, but %s is there; batches are numbered from 1 without a gap"
                .formatted(folder, trainBatch(i + 1), trainBatch(numbers.get(i))));
      }
    }
    requireFile(folder, TEST);
    List<String> classes = classes(folder.resolve(NAMES));
    Cifar10Records train = new Cifar10Records();
    numbers.forEach(number -> train.read(folder.resolve(trainBatch(number))));
    Cifar10Records test = new Cifar10Records();
    test.read(folder.resolve(TEST));
    return DataSet.of("cifar10", train.images(classes), null, test.images(classes));
  }

  private static void requireFile(Path folder, String name) {
    if (!Files.isRegularFile(folder.resolve(name))) {
      throw new FoveaException(
          "%s: %s is missing; CIFAR-10's binary layout is %s (up to %s) and %s"
              .formatted(folder, name, trainBatch(1), trainBatch(BATCHES), TEST));
    }
  }

  private static List<Integer> batchNumbers(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> TRAIN.matcher(String.valueOf(file.getFileName())))
          .filter(Matcher::matches)
          .map(name -> Integer.valueOf(name.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw FileFailure.unreadable(folder, e);
    }
  }

  /** CIFAR-10's own names where there is no such file. */
  private static List<String> classes(Path file) {
    if (!Files.exists(file)) {
      return CLASSES;
    }
    List<String> names = lines(file);
    int different = new HashSet<>(names).size();
    if (names.size() == CLASSES.size() && different == names.size()) {
      return names;
    }
    throw new FoveaException(
        "%s: found %s, expected the names of 10 classes, one a line; without the file they have"
                .formatted(
                    file.getFileName(), names.isEmpty() ? "something else" : different + " names")
            + " CIFAR-10's own names");
  }

  /** The lines that aren't empty; none where the file isn't text. */
  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > LONGEST_NAMES_FILE) {
        return List.of();
      }
      List<String> lines = TextLines.of(file);
      return lines.stream().flatMapToInt(String::chars).anyMatch(Character::isISOControl)
          ? List.of()
          : lines;
    } catch (CharacterCodingException e) {
      return List.of();
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }
}
