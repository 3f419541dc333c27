package fovea.cli;

import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints predictions batch by batch, so that they needn't all be in memory. */
sealed interface PredictionPrinter extends AutoCloseable {
  void print(List<PredictionReport> batch);

  /** After the last batch, or where something failed before it. */
  @Override
  default void close() {}

  /** A line an image, for people; errors have been said already. */
  record Lines(PrintStream out, int nameColumns) implements PredictionPrinter {
    @Override
    public void print(List<PredictionReport> batch) {
      Table table = Table.leftAligned().firstColumn(nameColumns);
      for (PredictionReport report : batch) {
        if (!report.isError()) {
          table.row(report.image(), report.classes());
        }
      }
      table.print(out);
    }
  }

  /** An object a line for each image, errors among them. */
  record JsonLines(PrintStream out) implements PredictionPrinter {
    @Override
    public void print(List<PredictionReport> batch) {
      StringBuilder lines = new StringBuilder();
      batch.forEach(report -> lines.append(Json.line(report)));
      out.print(lines);
      out.flush();
    }
  }

  /** One array of the images that could be read. */
  final class JsonArray implements PredictionPrinter {
    private final PrintStream out;
    private @Nullable SequenceWriter array;

    JsonArray(PrintStream out) {
      this.out = out;
    }

    @Override
    public void print(List<PredictionReport> batch) {
      try {
        SequenceWriter writer = begun();
        for (PredictionReport report : batch) {
          if (!report.isError()) {
            writer.write(report);
          }
        }
        writer.flush();
      } catch (IOException e) {
        throw unexpected(e);
      }
    }

    /** What was begun stays valid. */
    @Override
    public void close() {
      if (array == null) {
        return;
      }
      try {
        array.close();
        out.println();
      } catch (IOException e) {
        throw unexpected(e);
      }
    }

    private SequenceWriter begun() throws IOException {
      if (array == null) {
        array = Json.array(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      }
      return array;
    }

    /** A PrintStream keeps its failures to itself. */
    private static UncheckedIOException unexpected(IOException e) {
      return new UncheckedIOException("predictions can't be written as JSON", e);
    }
  }
}
