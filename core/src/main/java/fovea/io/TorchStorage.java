package fovea.io;

/**
 * Numbers that tensors of a PyTorch file are views of.
 *
 * @param key by which the file knows them
 */
record TorchStorage(String key, NumberFormat format, long elements) {
  /** In the file; the largest there is, where that isn't enough. */
  long bytes() {
    long bytes = elements * format.bytes();
    return elements > Long.MAX_VALUE / format.bytes() ? Long.MAX_VALUE : bytes;
  }
}
