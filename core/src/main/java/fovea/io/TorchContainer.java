package fovea.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** How PyTorch puts a pickle and the numbers that it speaks of into one file. */
sealed interface TorchContainer extends Closeable permits TorchArchive, TorchStream {
  /** Pickles of weights take some hundred bytes a tensor. */
  int LARGEST_PICKLE = 16 << 20;

  /** What was saved; a failure's message is a sentence without the file. */
  Object value() throws IOException;

  /**
   * Refuses a storage that the file doesn't hold whole.
   *
   * @param tensor that needs it
   */
  void check(String tensor, TorchStorage storage);

  /** The numbers of a storage that was checked, little-endian. */
  ByteBuffer read(TorchStorage storage) throws IOException;
}
