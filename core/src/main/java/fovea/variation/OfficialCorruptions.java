package fovea.variation;

import fovea.FoveaException;
import fovea.data.Cifar10;
import fovea.data.ImageSet;
import fovea.data.ReadSize;
import fovea.data.Split;
import fovea.evaluate.Evaluator;
import fovea.files.FileName;
import fovea.io.NpyFile;
import fovea.nn.Prepared;
import fovea.tensor.Shape;
import fovea.variation.corruption.Corruption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The official files of CIFAR-10-C in a folder: {@code gaussian_noise.npy} and so on, each of the
 * test images at severity 1, then of all at severity 2, up to 5, and {@code labels.npy}.
 *
 * @see <a href="https://zenodo.org/records/2535967">CIFAR-10-C</a>
 */
public final class OfficialCorruptions {
  private static final String LABELS = "labels.npy";
  private static final int SIZE = 32;

  private final long[] labels;
  private final Map<Corruption, NpyFile> files;

  private OfficialCorruptions(long[] labels, Map<Corruption, NpyFile> files) {
    this.labels = labels;
    this.files = files;
  }

  /** Whether a folder looks like that of these files. */
  public static boolean isFolder(Path folder) {
    return Files.isRegularFile(folder.resolve(LABELS));
  }

  /**
   * Finds the files; a folder may hold some of the corruptions.
   *
   * @throws FoveaException if there is none, or one is of the wrong shape
   */
  public static OfficialCorruptions open(Path folder) {
    NpyFile labelFile = NpyFile.open(folder.resolve(LABELS));
    if (labelFile.shape().size() != 1
        || labelFile.shape().get(0) == 0
        || labelFile.shape().get(0) % Corruption.SEVERITIES != 0) {
      throw wrongShape(labelFile, "[50000]: a class for each of 10,000 images at five severities");
    }
    long[] labels = labelFile.numbers();
    for (long label : labels) {
      if (label < 0 || label >= Cifar10.CLASSES.size()) {
        throw new FoveaException(
            "%s: class %d, expected 0 to %d"
                .formatted(FileName.ofPath(labelFile.file()), label, Cifar10.CLASSES.size() - 1));
      }
    }
    Map<Corruption, NpyFile> files = new EnumMap<>(Corruption.class);
    for (Corruption corruption : Corruption.values()) {
      Path file = folder.resolve(corruption + ".npy");
      if (Files.exists(file)) {
        files.put(corruption, checked(NpyFile.open(file), labels.length));
      }
    }
    if (files.isEmpty()) {
      throw new FoveaException(
          folder
              + ": labels.npy, but no corruption beside it, expected gaussian_noise.npy or such");
    }
    return new OfficialCorruptions(labels, files);
  }

  private static NpyFile checked(NpyFile file, long images) {
    List<Long> expected = List.of(images, (long) SIZE, (long) SIZE, 3L);
    if (!file.shape().equals(expected) || !file.type().equals("uint8")) {
      throw wrongShape(
          file, "uint8 " + expected + ": the images that labels.npy is of, as CIFAR-10-C has them");
    }
    return file;
  }

  private static FoveaException wrongShape(NpyFile file, String expected) {
    return new FoveaException(
        "%s: %s, expected %s; copy or download it again"
            .formatted(FileName.ofPath(file.file()), file, expected));
  }

  /** Which there are. */
  public List<Corruption> corruptions() {
    return List.copyOf(files.keySet());
  }

  /** How many images there are of each severity. */
  int perSeverity() {
    return labels.length / Corruption.SEVERITIES;
  }

  /**
   * Judges a model.
   *
   * @param study of which corruptions and severities count
   * @param network prepared in evaluation mode, with these classes
   * @param input [3, height, width] of the network; images of another size are scaled
   * @param atMost images of each severity, drawn by the seed
   * @throws FoveaException if the model doesn't know the classes, or a corruption isn't there
   */
  public InputVariation judge(
      Study study,
      Prepared network,
      List<String> classes,
      Shape input,
      int atMost,
      int threads,
      long seed,
      StudyProgress progress) {
    requireKnown(classes);
    study.corruptions().forEach(this::requirePresent);
    long start = System.nanoTime();
    int[] chosen = VariationJudge.chosen(perSeverity(), atMost, seed);
    long all = (long) chosen.length * study.corruptions().size() * study.severities().size();
    long done = 0;
    CorruptedImages counted = new CorruptedImages(chosen.length);
    for (Corruption corruption : study.corruptions()) {
      for (int severity : study.severities()) {
        ImageSet images = images(corruption, severity, chosen).withClasses(classes);
        if (input.size(1) != SIZE || input.size(2) != SIZE) {
          images = images.inSize(ReadSize.of((int) input.size(1), (int) input.size(2)));
        }
        counted.add(corruption, Evaluator.right(network, new Split.Test(images), threads));
        done += chosen.length;
        progress.judged(corruption + " " + severity, done, all);
      }
      counted.end(corruption);
    }
    CorruptionAccuracy found =
        counted.accuracy(
            true, Corruption.constantsFor(SIZE, SIZE), study.severities(), threads, seed);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new InputVariation(chosen.length, seed, null, found, List.of(), null, seconds);
  }

  private static void requireKnown(List<String> classes) {
    if (!new HashSet<>(classes).containsAll(Cifar10.CLASSES)) {
      throw new FoveaException(
          "the files are of CIFAR-10's classes (%s), which the model doesn't all know, only %s"
              .formatted(
                  String.join(", ", Cifar10.CLASSES),
                  String.join(", ", classes.subList(0, Math.min(10, classes.size())))));
    }
  }

  private void requirePresent(Corruption corruption) {
    if (!files.containsKey(corruption)) {
      throw new FoveaException(
          "%s.npy: not in the folder, which has %s"
              .formatted(
                  corruption,
                  String.join(", ", files.keySet().stream().map(Corruption::toString).toList())));
    }
  }

  /** Those of a severity, in CIFAR-10's classes. */
  ImageSet images(Corruption corruption, int severity, int[] chosen) {
    NpyFile file = files.get(corruption);
    if (file == null) {
      throw new IllegalArgumentException("no file of " + corruption);
    }
    long first = (long) (severity - 1) * perSeverity();
    long[] rows = Arrays.stream(chosen).mapToLong(image -> first + image).toArray();
    int[] its = Arrays.stream(rows).mapToInt(row -> (int) labels[(int) row]).toArray();
    return ImageSet.of(Cifar10.CLASSES, SIZE, SIZE, file.rows(rows), its);
  }
}
