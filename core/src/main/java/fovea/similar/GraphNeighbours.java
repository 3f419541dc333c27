package fovea.similar;

import fovea.FoveaException;
import fovea.files.FileName;
import fovea.tensor.Lanes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/** Follows a graph of neighbours: now and then one of the nearest is missed. */
public final class GraphNeighbours implements Neighbours {
  /** Candidates looked at for each answer wanted, and at least: fewer miss more. */
  private static final int CANDIDATES_EACH = 4;

  private static final int FEWEST_CANDIDATES = 200;

  /** Vectors that are looked for together. */
  private static final int TOGETHER = 1_024;

  private final Path folder;
  private final int dimensions;
  private final FSDirectory directory;
  private final DirectoryReader reader;

  private GraphNeighbours(
      Path folder, int dimensions, FSDirectory directory, DirectoryReader reader) {
    this.folder = folder;
    this.dimensions = dimensions;
    this.directory = directory;
    this.reader = reader;
  }

  /**
   * Opens what {@link GraphWriter} wrote.
   *
   * @throws fovea.FoveaException if it can't be read
   */
  static GraphNeighbours open(Path folder, int dimensions) {
    try {
      FSDirectory directory = FSDirectory.open(folder);
      try {
        return new GraphNeighbours(folder, dimensions, directory, DirectoryReader.open(directory));
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) { // Lucene trips over damage in either way
      throw unreadable(folder, e);
    }
  }

  /** In our own words: Lucene's name its classes. */
  private static FoveaException unreadable(Path folder, Exception e) {
    return new FoveaException(
        FileName.ofPath(folder)
            + ": the features of an index, which can't be read; make the index anew with `fovea"
            + " index`",
        e);
  }

  @Override
  public int size() {
    return reader.maxDoc();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public List<Neighbour> nearest(float[] unit, int count) {
    if (unit.length != dimensions) {
      throw new IllegalArgumentException(
          "a vector of %d dimensions beside others of %d".formatted(unit.length, dimensions));
    }
    int candidates =
        (int) Math.min(size(), Math.max((long) CANDIDATES_EACH * count, FEWEST_CANDIDATES));
    try {
      ScoreDoc[] found =
          new IndexSearcher(reader)
              .search(new KnnFloatVectorQuery(Graph.VECTOR, unit, candidates), candidates)
              .scoreDocs;
      return Arrays.stream(found)
          .limit(count)
          .map(one -> new Neighbour(one.doc, 2.0 * one.score - 1)) // Lucene's scores are positive
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  @Override
  public List<List<Neighbour>> ofEach(int count, int threads) {
    List<List<Neighbour>> found = new ArrayList<>(Collections.nCopies(size(), List.of()));
    try (Lanes lanes = new Lanes(threads)) {
      for (LeafReaderContext part : reader.leaves()) {
        FloatVectorValues vectors = part.reader().getFloatVectorValues(Graph.VECTOR);
        List<float[]> some = new ArrayList<>();
        int first = part.docBase;
        while (vectors.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          some.add(vectors.vectorValue().clone());
          if (some.size() == TOGETHER) {
            askAll(some, first, count, lanes, found);
            first += some.size();
            some.clear();
          }
        }
        askAll(some, first, count, lanes, found);
      }
      return found;
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private void askAll(
      List<float[]> some, int first, int count, Lanes lanes, List<List<Neighbour>> found) {
    lanes.eachUnlessInterrupted(
        some.size(),
        (i, lane) ->
            found.set(
                first + i,
                nearest(some.get(i), count + 1).stream()
                    .filter(near -> near.image() != first + i)
                    .limit(count)
                    .toList()));
  }

  @Override
  public void close() {
    try (directory) {
      reader.close();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }
}
