package fovea.cli;

import fovea.files.FileFailure;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that knows why it failed: a {@link PrintStream} goes on in silence, and whoever
 * wrote its results to a full disk would be told of success.
 */
final class Output extends PrintStream {
  /** How systems say that the reader of a pipe has gone: Linux and macOS, Windows. */
  private static final List<String> CLOSED =
      List.of("broken pipe", "pipe is being closed", "pipe has been ended");

  private final Remembering stream;

  Output(OutputStream out) {
    this(new Remembering(out));
  }

  /** UTF-8 whatever the locale, since that is what JSON and recipes are read as. */
  private Output(Remembering stream) {
    super(stream, true, StandardCharsets.UTF_8);
    this.stream = stream;
  }

  /** Whether nothing that is written now arrives. */
  boolean hasFailed() {
    return stream.failure != null;
  }

  /**
   * What went wrong up to now, if results are lost by it. They aren't where somebody reads only the
   * beginning of a pipe.
   */
  Optional<String> loss() {
    flush();
    return Optional.ofNullable(stream.failure)
        .map(FileFailure::reason)
        .filter(reason -> CLOSED.stream().noneMatch(reason.toLowerCase(Locale.ROOT)::contains));
  }

  private static final class Remembering extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      requireIntact();
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      requireIntact();
      try {
        out.flush();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    /** After a gap, what follows is worth nothing. */
    private void requireIntact() throws IOException {
      IOException before = failure;
      if (before != null) {
        throw before;
      }
    }
  }
}
