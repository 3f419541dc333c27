package fovea.audit;

import fovea.data.DataSet;
import fovea.image.ImageFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks through a data set: files, copies, and labels by what networks say of them. */
public final class Auditor {
  private final AuditedImages images;
  private final IntFunction<Optional<Path>> files;
  private final int threads;

  /**
   * @param files each image's own file, to look at it before it was brought to the size of the
   *     others; empty where there is none
   * @param threads that share the work; their number doesn't change what is found
   */
  public Auditor(AuditedImages images, IntFunction<Optional<Path>> files, int threads) {
    this.images = images;
    this.files = files;
    this.threads = threads;
  }

  /**
   * Files and copies.
   *
   * @param unreadable what couldn't be read of the data, one sentence each
   */
  public DataAudit withoutLabels(DataSet data, List<String> unreadable) {
    List<ImageFacts> facts =
        IntStream.range(0, images.size()).parallel().mapToObj(this::facts).toList();
    CopySearch.Found found =
        CopySearch.copies(images, facts.stream().map(ImageFacts::digest).toList(), threads);
    return new DataAudit(
        data.name(),
        data.fingerprint(),
        images.size(),
        images.classes(),
        images.splits().stream()
            .map(split -> ClassCounts.of(split, images.set(split).perClass()))
            .toList(),
        unreadable,
        Flaws.of(images, facts),
        found.copies(),
        found.lookalikes(),
        null);
  }

  /** Of the original while there is memory for it: there may be as many as threads at once. */
  private ImageFacts facts(int image) {
    return files
        .apply(image)
        .map(file -> ImageFile.decode(file, ImageFacts::of))
        .orElseGet(() -> ImageFacts.of(images.pixels(image)));
  }

  /**
   * For each image the first one that it is a copy of, itself mostly: what has to stay together
   * when images are held out.
   */
  public int[] pictures(DataAudit audit) {
    List<Copy> alike = Stream.concat(audit.copies().stream(), audit.lookalikes().stream()).toList();
    return SamePictures.of(images.size(), alike).first();
  }

  /**
   * The same audit with what is found of the labels.
   *
   * @param by how the images were judged, a phrase
   * @param fold of each image, [N]; below 0 of one that was never held out, of which nobody has
   *     another opinion than its label
   * @param probabilities [N, classes] flattened, each image's by a network that never saw it or a
   *     copy of it, or of one that was never held out all of its own class
   * @throws IllegalArgumentException if no image was held out
   */
  public DataAudit withLabels(DataAudit audit, String by, int[] fold, double[] probabilities) {
    int classes = images.classes().size();
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    ConfidentLearning found = new ConfidentLearning(classes, labels, probabilities);
    Set<Integer> conflicting = new HashSet<>();
    for (int[] picture : SamePictures.of(images.size(), audit.copies()).several()) {
      if (Arrays.stream(picture).map(images::label).distinct().count() > 1) {
        Arrays.stream(picture).forEach(conflicting::add);
      }
    }
    List<Suspect> suspects =
        Arrays.stream(found.suspects())
            .mapToObj(
                i ->
                    new Suspect(
                        images.image(i),
                        images.classes().get(found.confident(i)),
                        found.probability(i, found.confident(i)),
                        found.probability(i, labels[i]),
                        conflicting.contains(i)))
            .toList();
    LabelAudit labelled =
        new LabelAudit(
            by,
            accuracy(found, labels, fold),
            found.estimatedWrong(),
            Arrays.stream(found.joint()).map(row -> Arrays.stream(row).boxed().toList()).toList(),
            suspects);
    return new DataAudit(
        audit.data(),
        audit.fingerprint(),
        audit.images(),
        audit.classes(),
        audit.counts(),
        audit.unreadable(),
        audit.flaws(),
        audit.copies(),
        audit.lookalikes(),
        labelled);
  }

  private double accuracy(ConfidentLearning found, int[] labels, int[] fold) {
    int classes = images.classes().size();
    int[] judged = IntStream.range(0, labels.length).filter(i -> fold[i] >= 0).toArray();
    if (judged.length == 0) {
      throw new IllegalArgumentException("no image was held out, so that no label was judged");
    }
    return Arrays.stream(judged)
            .filter(
                i ->
                    IntStream.range(0, classes)
                        .allMatch(c -> found.probability(i, c) <= found.probability(i, labels[i])))
            .count()
        / (double) judged.length;
  }
}
