package fovea.similar;

import fovea.FoveaException;
import fovea.files.FileName;
import fovea.image.Pixels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The images of a folder, to be searched by what a model sees in them. */
public final class ImageIndex implements AutoCloseable {
  private final IndexFile file;
  private final Neighbours neighbours;

  private ImageIndex(IndexFile file, Neighbours neighbours) {
    this.file = file;
    this.neighbours = neighbours;
  }

  /**
   * Opens what {@link IndexBuild} wrote.
   *
   * @throws FoveaException if it is no index, or broken, or what lies beside it is missing
   */
  public static ImageIndex open(Path path) {
    return of(path, IndexFile.read(path));
  }

  /**
   * @param file what lies at that path
   */
  static ImageIndex of(Path path, IndexFile file) {
    if (file.graph() == null) {
      float[] features = Objects.requireNonNull(file.features(), "they are in the file");
      return new ImageIndex(
          file, new ExactNeighbours(UnitVectors.keeping(file.dimensions(), features)));
    }
    Path folder = path.resolveSibling(file.graph());
    if (!Files.isDirectory(folder)) {
      throw new FoveaException(
          "%s: its features lie in the folder %s beside it, which is missing; copy that too, or make the index anew with `fovea index`"
              .formatted(FileName.ofPath(path), file.graph()));
    }
    GraphNeighbours graph = GraphNeighbours.open(folder, file.dimensions());
    if (graph.size() != file.files().size()) {
      graph.close();
      throw new FoveaException(
          "%s: names %d images, and %s holds the features of %d; make the index anew with `fovea index`"
              .formatted(FileName.ofPath(path), file.files().size(), file.graph(), graph.size()));
    }
    return new ImageIndex(file, graph);
  }

  /** The model that it was made by, and the folder. */
  public IndexAbout about() {
    return file.about();
  }

  /** How many images it holds. */
  public int size() {
    return file.files().size();
  }

  /** An image's path in the folder. */
  public String file(int image) {
    return file.files().get(image);
  }

  /** Whether every image is compared with, rather than those that a graph leads to. */
  public boolean isExact() {
    return neighbours instanceof ExactNeighbours;
  }

  /** Its images by their numbers. */
  public Neighbours neighbours() {
    return neighbours;
  }

  /** Whether two of its images have the same pixels. */
  public boolean samePixels(int one, int other) {
    return Arrays.equals(
        file.digests(), start(one), start(one + 1), file.digests(), start(other), start(other + 1));
  }

  private static int start(int image) {
    return image * PixelDigest.BYTES;
  }

  /**
   * The images that are most like one, the nearest first.
   *
   * @param image in the size that the model takes
   * @param features that the model has of it
   */
  public List<SimilarImage> nearest(Pixels image, float[] features, int count) {
    byte[] digest = PixelDigest.of(image);
    return neighbours.nearest(UnitVectors.unit(features), count).stream()
        .map(
            near ->
                new SimilarImage(
                    file(near.image()),
                    near.cosine(),
                    Arrays.equals(
                        file.digests(),
                        start(near.image()),
                        start(near.image() + 1),
                        digest,
                        0,
                        digest.length)))
        .toList();
  }

  @Override
  public void close() {
    neighbours.close();
  }
}
