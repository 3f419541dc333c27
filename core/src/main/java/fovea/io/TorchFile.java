package fovea.io;

import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Weights as {@code torch.save} writes them, in the format of today and that of before PyTorch 1.6.
 * Nothing in the file is executed, and memory is taken only for what is there.
 */
final class TorchFile {
  private TorchFile() {}

  /**
   * @throws FoveaException if the file can't be read, is damaged, asks for anything but tensors and
   *     containers, or holds no weights by name
   */
  static WeightsFile read(Path file) {
    try (TorchContainer container = open(file)) {
      StateDict weights = StateDict.in(container.value());
      return new WeightsFile(weights.key(), tensors(container, weights.tensors()), Map.of());
    } catch (FoveaException e) {
      throw new FoveaException(file + ": " + e.getMessage(), e);
    } catch (EOFException e) {
      throw new FoveaException(file + ": is cut short or damaged; copy or download it again", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private static TorchContainer open(Path file) throws IOException {
    byte[] head = new byte[2];
    try (var in = Files.newInputStream(file)) {
      int unused = in.readNBytes(head, 0, 2);
    }
    return head[0] == 'P' ? TorchArchive.open(file) : TorchStream.open(file);
  }

  private static Map<String, StoredTensor> tensors(
      TorchContainer container, Map<String, TorchView> views) throws IOException {
    requireRoom(container, views);
    Map<TorchStorage, ByteBuffer> storages = new HashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, TorchView> entry : views.entrySet()) {
      TorchView view = entry.getValue();
      ByteBuffer numbers = storages.get(view.storage());
      if (numbers == null) {
        numbers = container.read(view.storage());
        storages.put(view.storage(), numbers);
      }
      tensors.put(entry.getKey(), view.of(numbers));
    }
    return tensors;
  }

  /** All that will be read is checked before any of it is. */
  private static void requireRoom(TorchContainer container, Map<String, TorchView> views) {
    Map<TorchStorage, Long> storages = new HashMap<>();
    long bytes = 0;
    for (Map.Entry<String, TorchView> entry : views.entrySet()) {
      TorchView view = entry.getValue();
      container.check(entry.getKey(), view.storage());
      view.check(entry.getKey());
      if (storages.put(view.storage(), view.storage().bytes()) == null) {
        bytes = Header.sum(bytes, view.storage().bytes());
      }
      bytes = Header.sum(bytes, view.copied());
    }
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "holds %,d bytes of tensors, but this JVM may use %,d; raise its -Xmx",
              bytes,
              most));
    }
  }
}
