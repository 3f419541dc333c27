package fovea.data;

import fovea.files.FileFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that any number of threads read by position. A thread that is interrupted while it reads
 * closes the channel for all of them; it is opened again, and the thread stays interrupted. Where
 * nobody closes it, it is closed once nothing refers to it.
 */
final class PixelFile implements AutoCloseable {
  private final Path path;
  private volatile FileChannel channel;

  private PixelFile(Path path) throws IOException {
    this.path = path;
    channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  static PixelFile open(Path path) throws IOException {
    return new PixelFile(path);
  }

  long size() throws IOException {
    return channel.size();
  }

  /**
   * Fills what remains of the buffer.
   *
   * @throws EOFException if the file ends before
   */
  void read(ByteBuffer into, long position) throws IOException {
    boolean interrupted = false;
    int start = into.position();
    try {
      while (true) {
        FileChannel open = channel;
        try {
          fill(open, into.position(start), position);
          return;
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          reopen(open);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void fill(FileChannel open, ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = open.read(into, at);
      if (read < 0) {
        throw new EOFException("the file ends after " + at + " bytes");
      }
      at += read;
    }
  }

  /** For good, once no thread reads it. */
  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }

  private synchronized void reopen(FileChannel closed) {
    if (channel == closed) {
      try {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      } catch (IOException e) {
        throw FileFailure.unreadable(path, e);
      }
    }
  }
}
