package fovea.similar;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.image.Pixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index, image by image: all features in one file up to {@link #EXACT} of them, and beyond
 * that in a graph beside it. What was there before stays until the new one is whole.
 */
public final class IndexBuild implements AutoCloseable {
  /** So many images are compared one by one; more would take too long. */
  public static final int EXACT = 100_000;

  /** What a Java array of bytes holds in the file. */
  private static final long MOST_VALUES = (Integer.MAX_VALUE - 16) / Float.BYTES;

  private final Path target;
  private final int exact;
  private final @Nullable Path formerGraph;
  private final List<String> files = new ArrayList<>();
  private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
  private final List<float[]> vectors = new ArrayList<>();
  private int dimensions;
  private @Nullable GraphWriter graph;

  private IndexBuild(Path target, int exact, @Nullable Path formerGraph) {
    this.target = target;
    this.exact = exact;
    this.formerGraph = formerGraph;
  }

  /**
   * Begins an index.
   *
   * @throws FoveaException if the file exists and is none
   */
  public static IndexBuild of(Path target) {
    return of(target, EXACT);
  }

  /**
   * @param exact how many images are compared one by one
   */
  static IndexBuild of(Path target, int exact) {
    return new IndexBuild(target, exact, graphOf(target));
  }

  /**
   * Takes an image.
   *
   * @param file its path in the folder
   * @param image in the size that the model takes
   * @param features that the model has of it, as many of every image
   */
  public void add(String file, Pixels image, float[] features) {
    if (files.isEmpty()) {
      dimensions = features.length;
    }
    if (features.length != dimensions) {
      throw new IllegalArgumentException(
          "%d features of %s, and %d of others".formatted(features.length, file, dimensions));
    }
    files.add(file);
    digests.writeBytes(PixelDigest.of(image));
    float[] unit = UnitVectors.unit(features);
    if (graph == null && files.size() <= exact && (long) files.size() * dimensions <= MOST_VALUES) {
      vectors.add(unit);
    } else {
      toGraph().add(unit);
    }
  }

  /** How many images there are so far. */
  public int size() {
    return files.size();
  }

  private GraphWriter toGraph() {
    if (graph != null) {
      return graph;
    }
    String id = UUID.randomUUID().toString().substring(0, 8);
    GraphWriter begun =
        GraphWriter.in(target.resolveSibling(target.getFileName() + ".graph-" + id));
    graph = begun;
    vectors.forEach(begun::add);
    vectors.clear();
    return begun;
  }

  /**
   * Writes the index, and opens it.
   *
   * @throws FoveaException if it can't be written
   * @throws IllegalStateException without any image
   */
  public ImageIndex finish(IndexAbout about) {
    if (files.isEmpty()) {
      throw new IllegalStateException("an index of no images");
    }
    String name = null;
    float[] features = null;
    if (graph == null) {
      features = UnitVectors.of(dimensions, vectors).values();
      vectors.clear();
    } else {
      graph.close();
      name = String.valueOf(graph.folder().getFileName());
    }
    IndexFile file =
        new IndexFile(about, List.copyOf(files), digests.toByteArray(), dimensions, features, name);
    file.write(target);
    graph = null;
    if (formerGraph != null) {
      remove(formerGraph);
    }
    return ImageIndex.of(target, file);
  }

  /**
   * The graph of the index that this one takes the place of, if it has one.
   *
   * @throws FoveaException if what is there is no index
   */
  private static @Nullable Path graphOf(Path target) {
    if (!Files.exists(target)) {
      return null;
    }
    try {
      String graph = IndexFile.read(target).graph();
      return graph == null ? null : target.resolveSibling(graph);
    } catch (FoveaException e) {
      throw new FoveaException(
          FileName.ofPath(target)
              + ": exists and is not an index that can be read, so it stays; name another file for the index",
          e);
    }
  }

  /** Takes away what isn't finished; an index of before is as it was. */
  @Override
  public void close() {
    if (graph != null) {
      graph.abandon();
      remove(graph.folder());
    }
    graph = null;
  }

  /** Lucene's files, and the folder where nobody put others into it. */
  private static void remove(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      List<Path> inside;
      try (Stream<Path> listed = Files.list(folder)) {
        inside = listed.toList();
      }
      List<Path> ours = inside.stream().filter(IndexBuild::isLucenes).toList();
      for (Path file : ours) {
        Files.deleteIfExists(file);
      }
      if (ours.size() == inside.size()) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  private static boolean isLucenes(Path file) {
    String name = String.valueOf(file.getFileName());
    return IndexFileNames.CODEC_FILE_PATTERN.matcher(name).matches()
        || name.startsWith(IndexFileNames.SEGMENTS)
        || name.startsWith(IndexFileNames.PENDING_SEGMENTS)
        || name.equals(IndexWriter.WRITE_LOCK_NAME);
  }
}
