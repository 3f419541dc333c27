package fovea.similar;

import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;

/**
 * Writes vectors to a folder in which {@link GraphNeighbours} finds them again by their number: one
 * thread writes and nothing is merged, so that Lucene numbers them as they come.
 */
final class GraphWriter implements AutoCloseable {
  /** Vectors and graph of a part; more parts are searched one by one. */
  private static final double MEGABYTES_A_PART = 512;

  private final Path folder;
  private final FSDirectory directory;
  private final IndexWriter writer;

  private GraphWriter(Path folder, FSDirectory directory, IndexWriter writer) {
    this.folder = folder;
    this.directory = directory;
    this.writer = writer;
  }

  /** Begins a graph in a folder that doesn't exist yet. */
  static GraphWriter in(Path folder) {
    try {
      FSDirectory directory = FSDirectory.open(folder);
      IndexWriterConfig how =
          new IndexWriterConfig()
              .setCodec(Graph.codec())
              .setUseCompoundFile(false)
              .setMergePolicy(NoMergePolicy.INSTANCE)
              .setRAMBufferSizeMB(MEGABYTES_A_PART)
              .setOpenMode(IndexWriterConfig.OpenMode.CREATE);
      return new GraphWriter(folder, directory, new IndexWriter(directory, how));
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  Path folder() {
    return folder;
  }

  /**
   * @param unit of length 1
   */
  void add(float[] unit) {
    Document document = new Document();
    document.add(new KnnFloatVectorField(Graph.VECTOR, unit, VectorSimilarityFunction.DOT_PRODUCT));
    try {
      long unused = writer.addDocument(document);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  /** Writes what isn't written yet. */
  @Override
  public void close() {
    try (directory;
        writer) {
      long unused = writer.commit();
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  /** Gives up what was not written. */
  void abandon() {
    try (directory) {
      writer.rollback();
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }
}
