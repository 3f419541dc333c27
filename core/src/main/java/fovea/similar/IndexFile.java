package fovea.similar;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.FileKind;
import fovea.files.FileName;
import fovea.files.GivenPath;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An index as it lies in a safetensors file.
 *
 * @param files the images' paths in their folder
 * @param digests [N, 32] flattened
 * @param dimensions of the features
 * @param features [N, dimensions] flattened, each of length 1; null where they are in a graph
 * @param graph the name of the folder beside the file that the features are in; null where they are
 *     in the file
 */
@SuppressWarnings("ArrayRecordComponent") // of many images; made here and only read
record IndexFile(
    IndexAbout about,
    List<String> files,
    byte[] digests,
    int dimensions,
    float @Nullable [] features,
    @Nullable String graph) {
  private static final String FORMAT = "fovea.index";
  private static final String MODEL = "fovea.index.model";
  private static final String SHA256 = "fovea.index.sha256";
  private static final String FOLDER = "fovea.index.folder";
  private static final String DIMENSIONS = "fovea.index.dimensions";
  private static final String GRAPH = "fovea.index.graph";
  private static final String FEATURES = "features";
  private static final String FILES = "files";
  private static final String DIGESTS = "digests";
  private static final char END = '\0'; // which no path holds

  void write(Path file) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    if (features != null) {
      tensors.put(FEATURES, StoredTensor.of(Shape.of(files.size(), dimensions), features));
    }
    byte[] names = names().getBytes(StandardCharsets.UTF_8);
    tensors.put(
        FILES, new StoredTensor(DType.UINT8, Shape.of(names.length), ByteBuffer.wrap(names)));
    tensors.put(
        DIGESTS,
        new StoredTensor(
            DType.UINT8, Shape.of(files.size(), PixelDigest.BYTES), ByteBuffer.wrap(digests)));
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, "1");
    metadata.put(MODEL, about.model().toString());
    metadata.put(SHA256, about.sha256());
    metadata.put(FOLDER, about.folder().toString());
    metadata.put(DIMENSIONS, String.valueOf(dimensions));
    if (graph != null) {
      metadata.put(GRAPH, graph);
    }
    Safetensors.write(file, new StoredTensors(tensors, metadata));
  }

  private String names() {
    StringBuilder all = new StringBuilder();
    files.forEach(name -> all.append(name).append(END));
    return all.toString();
  }

  /**
   * Reads an index.
   *
   * @throws FoveaException if it is none, or broken
   */
  static IndexFile read(Path file) {
    if (!Files.exists(file)) {
      throw new FoveaException(
          FileName.ofPath(file)
              + ": no such file, expected an index, as `fovea index FOLDER --model M --out "
              + FileName.ofPath(file)
              + "` writes it");
    }
    refuseOthers(file);
    StoredTensors stored = Safetensors.read(file);
    Map<String, String> said = stored.metadata();
    if (!said.containsKey(FORMAT)) {
      throw none(file, "");
    }
    if (!"1".equals(said.get(FORMAT))) {
      throw new FoveaException(
          "%s: an index of format %s, this Fovea reads format 1; make it anew with `fovea index`"
              .formatted(FileName.ofPath(file), said.get(FORMAT)));
    }
    int dimensions = dimensions(file, said.get(DIMENSIONS));
    List<String> files = files(bytes(file, stored, FILES));
    byte[] digests = bytes(file, stored, DIGESTS);
    String graph = said.get(GRAPH);
    float[] features = graph == null ? floats(file, stored) : null;
    boolean fits =
        (graph == null || graph.matches("[^/\\\\]+\\.graph-[0-9a-f]{8}"))
            && !files.isEmpty()
            && digests.length == (long) PixelDigest.BYTES * files.size()
            && (features == null || features.length == (long) dimensions * files.size());
    if (!fits) {
      throw broken(file);
    }
    return new IndexFile(about(file, said), files, digests, dimensions, features, graph);
  }

  private static void refuseOthers(Path file) {
    if (Files.isDirectory(file)) {
      throw none(file, "a folder, ");
    }
    try {
      FileKind kind = Files.isRegularFile(file) ? FileKind.of(file) : FileKind.UNKNOWN;
      if (kind != FileKind.SAFETENSORS) {
        throw none(file, kind.description() + ", ");
      }
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  /**
   * @param found what it is, if that is known
   */
  private static FoveaException none(Path file, String found) {
    return new FoveaException(
        "%s: %snot an index; `fovea index FOLDER --model M` writes one"
            .formatted(FileName.ofPath(file), found));
  }

  private static IndexAbout about(Path file, Map<String, String> said) {
    String model = said.get(MODEL);
    String sha256 = said.get(SHA256);
    String folder = said.get(FOLDER);
    if (model == null || sha256 == null || folder == null) {
      throw broken(file);
    }
    return new IndexAbout(GivenPath.of(model), sha256, GivenPath.of(folder));
  }

  private static int dimensions(Path file, @Nullable String text) {
    if (text == null || !text.matches("[1-9][0-9]{0,6}")) {
      throw broken(file);
    }
    return Integer.parseInt(text);
  }

  private static List<String> files(byte[] names) {
    String all = new String(names, StandardCharsets.UTF_8);
    List<String> files = new ArrayList<>();
    int start = 0;
    for (int end = all.indexOf(END); end >= 0; end = all.indexOf(END, start)) {
      files.add(all.substring(start, end));
      start = end + 1;
    }
    return files;
  }

  private static byte[] bytes(Path file, StoredTensors stored, String name) {
    StoredTensor tensor = stored.tensors().get(name);
    if (tensor == null || tensor.dtype() != DType.UINT8) {
      throw broken(file);
    }
    byte[] bytes = new byte[Math.toIntExact(tensor.shape().elements())];
    tensor.data().get(bytes);
    return bytes;
  }

  private static float[] floats(Path file, StoredTensors stored) {
    StoredTensor tensor = stored.tensors().get(FEATURES);
    if (tensor == null || tensor.dtype() != DType.FLOAT32) {
      throw broken(file);
    }
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    tensor.data().asFloatBuffer().get(values);
    return values;
  }

  private static FoveaException broken(Path file) {
    return new FoveaException(
        FileName.ofPath(file)
            + ": an index that is damaged, its parts don't fit each other; make it anew with `fovea"
            + " index`");
  }
}
