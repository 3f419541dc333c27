package fovea.io;

import fovea.files.AtomicFile;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes a state dict as {@code torch.save} does, in the format of PyTorch 1.6 and later, so that
 * {@code torch.load(FILE, weights_only=True)} reads it. The same tensors give the same bytes.
 */
public final class TorchWeights {
  private static final String FOLDER = "archive/";

  /** As PyTorch's own writer aligns them, for programs that map the file. */
  private static final int ALIGNMENT = 64;

  private TorchWeights() {}

  /**
   * Writes a file aside and moves it into place.
   *
   * @param tensors by name, in the order of the dict
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, Map<String, Tensor> tensors) {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, StoredTensor.of(tensor)));
    AtomicFile.write(file, out -> write(out, stored));
  }

  private static void write(OutputStream out, Map<String, StoredTensor> tensors)
      throws IOException {
    ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out);
    add(zip, "data.pkl", ByteBuffer.wrap(pickle(tensors)));
    add(zip, "byteorder", text("little"));
    int key = 0;
    for (StoredTensor tensor : tensors.values()) {
      add(zip, "data/" + key, tensor.data());
      key++;
    }
    add(zip, "version", text("3\n"));
    zip.finish(); // the file is closed by whoever opened it
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void add(ZipArchiveOutputStream zip, String name, ByteBuffer data)
      throws IOException {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipArchiveEntry entry = new ZipArchiveEntry(FOLDER + name);
    entry.setMethod(ZipArchiveEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    entry.setTime(0); // or no two files would be the same
    entry.setAlignment(ALIGNMENT);
    zip.putArchiveEntry(entry);
    zip.write(bytes);
    zip.closeArchiveEntry();
  }

  /** {@code OrderedDict([(name, tensor), ...])}. */
  private static byte[] pickle(Map<String, StoredTensor> tensors) {
    PickleOutput out = new PickleOutput();
    out.emptyOrderedDict().mark();
    int key = 0;
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      out.text(entry.getKey());
      tensor(out, key, entry.getValue());
      key++;
    }
    return out.setItems().toBytes();
  }

  /** {@code _rebuild_tensor_v2(storage, 0, sizes, strides, False, OrderedDict())}. */
  private static void tensor(PickleOutput out, int key, StoredTensor tensor) {
    long[] sizes = tensor.shape().toArray();
    long[] strides = new long[sizes.length];
    long step = 1;
    for (int dim = sizes.length - 1; dim >= 0; dim--) {
      strides[dim] = step;
      step *= Math.max(1, sizes[dim]);
    }
    out.global("torch._utils", "_rebuild_tensor_v2").mark();
    out.mark().text("storage").global("torch", storage(tensor.dtype()));
    out.text(String.valueOf(key)).text("cpu").number(tensor.shape().elements()).tuple();
    out.persistent().number(0).numbers(sizes).numbers(strides).falsehood();
    out.emptyOrderedDict().tuple().call();
  }

  private static String storage(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "FloatStorage";
      case BFLOAT16 -> "BFloat16Storage";
      case INT64 -> "LongStorage";
      case UINT8 -> "ByteStorage";
    };
  }
}
