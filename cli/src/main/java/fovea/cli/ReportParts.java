package fovea.cli;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.report.ReportPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a report has measured so far, in a folder with a file for each part, so that an interrupted
 * report goes on where it was, and for attacks that are under way another. A file says which model
 * and data it is of; those of others are refused.
 */
final class ReportParts {
  /** What takes long by --full, and isn't to be lost to another report without it. */
  private static final Set<ReportPart> BY_EFFORT =
      EnumSet.of(
          ReportPart.CORRUPTIONS,
          ReportPart.SWEEPS,
          ReportPart.ATTACKS,
          ReportPart.BUDGETS,
          ReportPart.CHANGES);

  private final Path folder;
  private final String model;
  private final String data;
  private final ReportEffort effort;

  /**
   * A part.
   *
   * @param seconds that measuring it took
   */
  record Measured<T>(T result, double seconds) {}

  /**
   * Parts in a folder, which needn't be there yet.
   *
   * @param model SHA-256 of its file
   * @param data fingerprint of the data
   * @param effort by which some parts are measured, and kept apart
   */
  ReportParts(Path folder, String model, String data, ReportEffort effort) {
    this.folder = folder;
    this.model = model;
    this.data = data;
    this.effort = effort;
  }

  /**
   * Looks into the folder.
   *
   * @throws FoveaException if it holds parts of another model or of other data
   */
  void requireOwn() {
    for (ReportPart part : ReportPart.values()) {
      files(part).forEach(PartFile::requireOwn);
    }
  }

  /** Removes what is measured anew, and whatever is of another model or of other data. */
  void forget(Collection<ReportPart> measured) {
    for (ReportPart part : ReportPart.values()) {
      for (PartFile file : files(part)) {
        if (measured.contains(part) || !file.isOwn()) {
          file.forget();
        }
      }
    }
  }

  private List<PartFile> files(ReportPart part) {
    return List.of(file(part), underWay(part));
  }

  private PartFile file(ReportPart part) {
    return file(part, "");
  }

  private PartFile underWay(ReportPart part) {
    return file(part, "-under-way");
  }

  private PartFile file(ReportPart part, String stage) {
    boolean thorough = effort == ReportEffort.FULL && BY_EFFORT.contains(part);
    String name = part + (thorough ? "-full" : "") + stage + ".json";
    return new PartFile(folder.resolve(name), part, model, data);
  }

  /** Whether a part was measured by these settings. */
  boolean has(ReportPart part, String settings) {
    return file(part).has(settings);
  }

  /** What attacks of a part have been through, and go on from; none by other settings. */
  AttacksUnderWay attacksUnderWay(ReportPart part, String settings) {
    return new AttacksUnderWay(underWay(part), settings);
  }

  /** A part as it was measured before; measured now, and kept, if it wasn't by these settings. */
  <T> Measured<T> of(ReportPart part, String settings, Class<T> type, Supplier<T> work) {
    Optional<Measured<T>> before = file(part).read(settings, type);
    if (before.isPresent()) {
      underWay(part).forget(); // of a process that was killed when it had just kept the part
      return before.get();
    }
    clearLeftovers();
    double secondsBefore = attacksUnderWay(part, settings).seconds();
    long start = System.nanoTime();
    T result = work.get();
    double seconds = secondsBefore + (System.nanoTime() - start) / 1e9;
    Measured<T> measured = new Measured<>(result, seconds);
    file(part).write(settings, measured);
    underWay(part).forget();
    return measured;
  }

  /** What a killed process was writing; parts of attacks are written often. */
  private void clearLeftovers() {
    if (Files.isDirectory(folder)) {
      try {
        AtomicFile.clearLeftovers(folder);
      } catch (IOException e) {
        throw FileFailure.unwritable(folder, e);
      }
    }
  }
}
