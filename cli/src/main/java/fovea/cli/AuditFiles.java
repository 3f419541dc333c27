package fovea.cli;

import fovea.FoveaException;
import fovea.audit.AuditedImages;
import fovea.audit.CleanList;
import fovea.audit.DataAudit;
import fovea.audit.LabelAudit;
import fovea.audit.Suspect;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FileKind;
import fovea.report.AuditPage;
import fovea.report.SuspectSheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** What an audit leaves on the disk. */
final class AuditFiles {
  private static final int SUSPECTS = 50;
  private static final int COLUMNS = 10;
  private static final String[] HEADER = {"file", "split", "class", "action", "reason"};

  /** How a list of {@code --fix} begins. */
  static final Pattern LIST = Pattern.compile(String.join(",", HEADER) + "\\R");

  private AuditFiles() {}

  static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new FoveaException(
          folder + ": a file, expected a folder or the name of a page that ends in .html", e);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }

  static void writePage(Path file, DataAudit audit, AuditedImages images) {
    AuditPage.write(file, audit, images::pixels);
  }

  private static Path suspects(Path folder, String split) {
    return folder.resolve("suspects-" + split + ".png");
  }

  /**
   * Looks, before the work, at what sheets of suspects would replace.
   *
   * @throws FoveaException if there is another picture of such a name
   */
  static void requireOwnSuspects(Path folder) {
    for (SplitName split : SplitName.values()) {
      WritableFile.require(
          suspects(folder, split.toString()), "the suspects", Set.of(FileKind.PNG));
    }
  }

  /** A sheet of each split's first suspects, if there are any. */
  static void writeSuspects(Path folder, DataAudit audit, AuditedImages images) {
    LabelAudit labels = audit.labels();
    if (labels == null) {
      return;
    }
    for (String split : images.splits()) {
      List<Suspect> ofSplit =
          labels.suspects().stream()
              .filter(suspect -> suspect.image().split().equals(split))
              .toList();
      List<SuspectSheet.Tile> tiles =
          ofSplit.stream()
              .limit(SUSPECTS)
              .map(
                  suspect ->
                      new SuspectSheet.Tile(
                          images.pixels(suspect.image().number()),
                          suspect.image().label(),
                          suspect.suggested(),
                          suspect.probability()))
              .toList();
      if (!tiles.isEmpty()) {
        SuspectSheet.write(
            suspects(folder, split),
            "%s, %s split: the first %d of %s"
                .formatted(
                    audit.data(), split, tiles.size(), Text.count(ofSplit.size(), "suspect")),
            tiles,
            COLUMNS);
      }
    }
  }

  /**
   * Every image with what becomes of it in a cleaned copy: {@code keep}, {@code drop}, {@code
   * look}.
   */
  static void writeCleanList(Path file, DataAudit audit, AuditedImages images) {
    StringBuilder lines = new StringBuilder();
    try (CSVPrinter csv =
        new CSVPrinter(
            lines, CSVFormat.DEFAULT.builder().setRecordSeparator("\n").setHeader(HEADER).get())) {
      for (CleanList.Entry entry : CleanList.of(audit, images)) {
        csv.printRecord(
            entry.image().file(),
            entry.image().split(),
            entry.image().label(),
            entry.action().name().toLowerCase(Locale.ROOT),
            entry.reason());
      }
    } catch (IOException e) { // a text in memory has no such trouble
      throw new UncheckedIOException(e);
    }
    AtomicFile.write(file, lines.toString());
  }
}
