package fovea.download;

import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a download that have arrived. Failures here are the disk's, which no further attempt
 * mends, so they are {@link FoveaException}s.
 */
public record PartialDownload(Path path) {
  /** What {@link #appending} writes to. */
  public final class Appender implements AutoCloseable {
    private final FileChannel channel;

    private Appender(FileChannel channel) {
      this.channel = channel;
    }

    /** Writes all of it. */
    public void write(ByteBuffer bytes) {
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw FileFailure.unwritable(path, e);
      }
    }

    /** Returns when what was written is on the disk. */
    public void force() {
      try {
        channel.force(true);
      } catch (IOException e) {
        throw FileFailure.unwritable(path, e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw FileFailure.unwritable(path, e);
      }
    }
  }

  /** 0 where there is no file. */
  public long size() {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw FileFailure.unreadable(path, e);
    }
  }

  /** Keeps the first bytes, forgets the others, and writes on from there. */
  public Appender appending(long kept) {
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.truncate(kept).position(kept);
      return new Appender(channel);
    } catch (IOException e) {
      throw FileFailure.unwritable(path, e);
    }
  }

  /** Removes what has arrived, if anything has. */
  public void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FileFailure.unwritable(path, e);
    }
  }
}
