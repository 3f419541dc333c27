package fovea.similar;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * How vectors lie in Lucene's index: a graph of neighbours in layers, each of which skips over more
 * of them.
 *
 * @see <a href="https://arxiv.org/abs/1603.09320">Malkov and Yashunin 2016</a>
 */
final class Graph {
  /** The name of the vectors. */
  static final String VECTOR = "vector";

  /** Neighbours that a vector keeps in the graph; the paper's M, for 95 % and more. */
  private static final int CONNECTIONS = 24;

  /** Candidates looked at while a vector is put in; the paper's efConstruction. */
  private static final int CANDIDATES = 200;

  private Graph() {}

  static Codec codec() {
    KnnVectorsFormat format =
        new AnyDimensions(new Lucene99HnswVectorsFormat(CONNECTIONS, CANDIDATES));
    return new Lucene912Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  /**
   * The same without Lucene's bound of 1,024 dimensions, which is a precaution: ResNet-50 has
   * 2,048. What is written is read as any of that name.
   */
  private static final class AnyDimensions extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    AnyDimensions(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return Integer.MAX_VALUE;
    }
  }
}
