package fovea.audit;

import fovea.image.Resize;
import fovea.tensor.Autograd;
import fovea.tensor.Lanes;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Finds the copies among images. Every image is compared with every other by their {@linkplain
 * Sketch sketches}, as a product of matrices in tiles; pairs that are alike so far are compared
 * pixel by pixel. Cropped and rotated copies are not found.
 */
final class CopySearch {
  /** From which correlation of their sketches on a pair is looked at. */
  private static final float WORTH_A_LOOK = 0.65f;

  private static final int ROWS = 512;
  private static final int COLUMNS = 4096;

  private final AuditedImages images;
  private final int[] pictures;
  private final float[] sketches;
  private final float[] mirrored;

  /** A pair whose sketches are alike. */
  private record Pair(int first, int second, Likeness likeness, boolean mirrored) {}

  private CopySearch(AuditedImages images, int[] pictures) {
    this.images = images;
    this.pictures = pictures;
    sketches = new float[pictures.length * Sketch.SIZE];
    IntStream.range(0, pictures.length)
        .parallel()
        .forEach(
            i ->
                Sketch.write(
                    Luma.of(images.pixels(pictures[i]), Likeness.SIDE), sketches, i * Sketch.SIZE));
    mirrored = Sketch.mirrored(sketches);
  }

  /**
   * What was found.
   *
   * @param copies each exact one with the first of its picture, and with the first in its own split
   *     where that is another; then pairs of different pixels, those that are most alike first
   * @param lookalikes pairs that are perhaps copies, in the same order
   */
  record Found(List<Copy> copies, List<Copy> lookalikes) {}

  /**
   * All copies, and what looks like one.
   *
   * @param digests of the images' pixels, one each; equal ones are exact copies
   * @param threads their number doesn't change what is found
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  static Found copies(AuditedImages images, List<String> digests, int threads) {
    Map<String, Integer> first = new HashMap<>();
    Map<List<String>, Integer> firstOfSplit = new HashMap<>();
    List<Copy> copies = new ArrayList<>();
    List<Integer> different = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String split = images.image(i).split();
      Integer before = first.putIfAbsent(digests.get(i), i);
      Integer beside = firstOfSplit.putIfAbsent(List.of(split, digests.get(i)), i);
      if (before == null) {
        different.add(i);
        continue;
      }
      copies.add(Copy.exact(images, before, i));
      if (beside != null && !beside.equals(before)) {
        copies.add(Copy.exact(images, beside, i));
      }
    }
    int[] pictures = different.stream().mapToInt(Integer::intValue).toArray();
    CopySearch search = new CopySearch(images, pictures);
    List<Pair> near = search.near(threads);
    near.stream().filter(pair -> pair.likeness.isCopy()).map(search::copy).forEach(copies::add);
    return new Found(
        List.copyOf(copies),
        near.stream().filter(pair -> !pair.likeness.isCopy()).map(search::copy).toList());
  }

  private Copy copy(Pair pair) {
    return Copy.of(
        images, pictures[pair.first], pictures[pair.second], pair.likeness.edges(), pair.mirrored);
  }

  private List<Pair> near(int threads) {
    int rows = (pictures.length + ROWS - 1) / ROWS;
    ConcurrentLinkedQueue<Pair> found = new ConcurrentLinkedQueue<>();
    try (Lanes lanes = new Lanes(threads)) {
      lanes.eachUnlessInterrupted(rows, (row, lane) -> compare(row * ROWS, found));
    }
    return found.stream()
        .sorted(
            Comparator.comparingDouble((Pair pair) -> pair.likeness.edges())
                .reversed()
                .thenComparingInt(Pair::first)
                .thenComparingInt(Pair::second))
        .toList();
  }

  /** Some images with all that follow them. */
  private void compare(int start, ConcurrentLinkedQueue<Pair> found) {
    int end = Math.min(pictures.length, start + ROWS);
    Map<Integer, Likeness.Look> looks = new HashMap<>();
    for (int column = start; column < pictures.length; column += COLUMNS) {
      int columns = Math.min(pictures.length, column + COLUMNS) - column;
      float[] plain = products(sketches, start, end, column, columns);
      float[] flipped = products(mirrored, start, end, column, columns);
      for (int i = start; i < end; i++) {
        int row = (i - start) * columns;
        for (int j = Math.max(column, i + 1); j < column + columns; j++) {
          int at = row + j - column;
          if (plain[at] >= WORTH_A_LOOK || flipped[at] >= WORTH_A_LOOK) {
            look(i, j, plain[at], flipped[at], looks, found);
          }
        }
      }
    }
  }

  private float[] products(float[] ofRows, int start, int end, int column, int columns) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      return part(ofRows, start, end - start)
          .matmul(part(sketches, column, columns).transpose(0, 1))
          .toFloats();
    }
  }

  private static Tensor part(float[] sketches, int first, int count) {
    float[] some = Arrays.copyOfRange(sketches, first * Sketch.SIZE, (first + count) * Sketch.SIZE);
    return Tensor.of(some, count, Sketch.SIZE);
  }

  private void look(
      int i,
      int j,
      float plain,
      float flipped,
      Map<Integer, Likeness.Look> looks,
      ConcurrentLinkedQueue<Pair> found) {
    Likeness.Look one = looks.computeIfAbsent(i, this::lookAt);
    Likeness.Look other = lookAt(j);
    boolean mirror = flipped > plain;
    Pair pair = new Pair(i, j, Likeness.of(mirror ? one.mirrored() : one, other), mirror);
    if (pair.likeness.isCopy() || pair.likeness.isLookalike()) {
      found.add(pair);
    }
  }

  private Likeness.Look lookAt(int picture) {
    return Likeness.Look.of(
        Resize.cover(images.pixels(pictures[picture]), Likeness.SIDE, Likeness.SIDE).rgb());
  }
}
