package fovea.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FileName;
import fovea.report.ReportPart;
import fovea.run.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a report has measured so far, in a folder with a file for each part, so that an interrupted
 * report goes on where it was. A file says which model and data it is of; those of others are
 * refused.
 */
final class ReportParts {
  private static final int FORMAT = 1;

  /** Digits of a fingerprint that tell two apart for people. */
  private static final int SHOWN = 12;

  /** What takes long by --full, and isn't to be lost to another report without it. */
  private static final Set<ReportPart> BY_EFFORT =
      EnumSet.of(
          ReportPart.CORRUPTIONS,
          ReportPart.SWEEPS,
          ReportPart.ATTACKS,
          ReportPart.BUDGETS,
          ReportPart.CHANGES);

  /** NaN stays NaN here, as in records; JSON for others has null. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Path folder;
  private final String model;
  private final String data;
  private final ReportEffort effort;

  /**
   * A part as its file has it.
   *
   * @param version of Fovea
   * @param model SHA-256 of its file
   * @param data fingerprint of the data
   * @param settings that it was measured by
   */
  private record Stored(
      int format,
      String version,
      String part,
      String model,
      String data,
      String settings,
      double seconds,
      JsonNode result) {
    private Stored {
      Stream.of(version, part, model, data, settings, result).forEach(Objects::requireNonNull);
    }
  }

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
      stored(part).ifPresent(stored -> requireOwn(part, stored));
    }
  }

  /** Removes what is measured anew, and whatever is of another model or of other data. */
  void forget(Collection<ReportPart> measured) {
    for (ReportPart part : ReportPart.values()) {
      if (measured.contains(part) || !isOwn(part)) {
        forget(part);
      }
    }
  }

  private boolean isOwn(ReportPart part) {
    try {
      return stored(part).map(own -> isOf(own.model, own.data)).orElse(true);
    } catch (FoveaException e) { // damaged
      return false;
    }
  }

  private boolean isOf(String otherModel, String otherData) {
    return model.equals(otherModel) && data.equals(otherData);
  }

  private Path file(ReportPart part) {
    boolean thorough = effort == ReportEffort.FULL && BY_EFFORT.contains(part);
    return folder.resolve(part + (thorough ? "-full.json" : ".json"));
  }

  private Optional<Stored> stored(ReportPart part) {
    Path file = file(part);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), Stored.class));
    } catch (JsonProcessingException e) {
      throw noPart(part, e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private FoveaException noPart(ReportPart part, JsonProcessingException e) {
    return new FoveaException(
        FileName.ofPath(file(part))
            + ": no part of a report, or a damaged one; measure everything again by --anew, or name"
            + " another page by --out",
        e);
  }

  private void requireOwn(ReportPart part, Stored stored) {
    if (!model.equals(stored.model)) {
      throw other(part, "with another model, of SHA-256", stored.model, model);
    }
    if (!data.equals(stored.data)) {
      throw other(part, "on other data, of fingerprint", stored.data, data);
    }
  }

  private FoveaException other(ReportPart part, String how, String theirs, String own) {
    return new FoveaException(
        "%s: was measured %s %s and not %s, and a report doesn't mix them; name another page by --out, or measure everything again by --anew"
            .formatted(FileName.ofPath(file(part)), how, shortened(theirs), shortened(own)));
  }

  private static String shortened(String fingerprint) {
    return fingerprint.substring(0, Math.min(SHOWN, fingerprint.length()));
  }

  /** Whether a part was measured by these settings. */
  boolean has(ReportPart part, String settings) {
    return stored(part).filter(stored -> isCurrent(stored, settings)).isPresent();
  }

  private static boolean isCurrent(Stored stored, String settings) {
    return stored.format == FORMAT
        && Environment.version().equals(stored.version)
        && settings.equals(stored.settings);
  }

  /** A part as it was measured before; measured now, and kept, if it wasn't by these settings. */
  <T> Measured<T> of(ReportPart part, String settings, Class<T> type, Supplier<T> work) {
    Optional<Stored> before = stored(part).filter(stored -> isCurrent(stored, settings));
    if (before.isPresent()) {
      try {
        T result = MAPPER.treeToValue(before.get().result, type);
        return new Measured<>(result, before.get().seconds);
      } catch (JsonProcessingException e) {
        throw noPart(part, e);
      }
    }
    long start = System.nanoTime();
    T result = work.get();
    double seconds = (System.nanoTime() - start) / 1e9;
    keep(
        part,
        new Stored(
            FORMAT,
            Environment.version(),
            part.toString(),
            model,
            data,
            settings,
            seconds,
            MAPPER.valueToTree(result)));
    return new Measured<>(result, seconds);
  }

  private void forget(ReportPart part) {
    try {
      Files.deleteIfExists(file(part));
    } catch (IOException e) {
      throw FileFailure.unwritable(file(part), e);
    }
  }

  private void keep(ReportPart part, Stored stored) {
    try {
      Files.createDirectories(folder);
      AtomicFile.write(file(part), MAPPER.writeValueAsString(stored) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + part, e);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
  }
}
