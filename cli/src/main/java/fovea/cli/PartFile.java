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
import fovea.run.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of what a report has measured, which says of which model and data, and how. */
final class PartFile {
  private static final int FORMAT = 1;

  /** Digits of a fingerprint that tell two apart for people. */
  private static final int SHOWN = 12;

  /** NaN stays NaN here, as in records; JSON for others has null. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Path file;
  private final ReportPart part;
  private final String model;
  private final String data;

  /**
   * What a file has.
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
   * A file, which needn't be there yet.
   *
   * @param model SHA-256 of its file
   * @param data fingerprint of the data
   */
  PartFile(Path file, ReportPart part, String model, String data) {
    this.file = file;
    this.part = part;
    this.model = model;
    this.data = data;
  }

  private Optional<Stored> stored() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), Stored.class));
    } catch (JsonProcessingException e) {
      throw noPart(e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private FoveaException noPart(JsonProcessingException e) {
    return new FoveaException(
        FileName.ofPath(file)
            + ": no part of a report, or a damaged one; measure everything again by --anew, or name"
            + " another page by --out",
        e);
  }

  /**
   * Looks into the file.
   *
   * @throws FoveaException if it is of another model or of other data
   */
  void requireOwn() {
    stored().ifPresent(this::requireOwn);
  }

  private void requireOwn(Stored stored) {
    if (!model.equals(stored.model)) {
      throw other("with another model, of SHA-256", stored.model, model);
    }
    if (!data.equals(stored.data)) {
      throw other("on other data, of fingerprint", stored.data, data);
    }
  }

  private FoveaException other(String how, String theirs, String own) {
    return new FoveaException(
        "%s: was measured %s %s and not %s, and a report doesn't mix them; name another page by --out, or measure everything again by --anew"
            .formatted(FileName.ofPath(file), how, shortened(theirs), shortened(own)));
  }

  private static String shortened(String fingerprint) {
    return fingerprint.substring(0, Math.min(SHOWN, fingerprint.length()));
  }

  /** Whether there is none, or one of this model and these data. */
  boolean isOwn() {
    try {
      return stored().map(own -> model.equals(own.model) && data.equals(own.data)).orElse(true);
    } catch (FoveaException e) { // damaged
      return false;
    }
  }

  private Optional<Stored> current(String settings) {
    return stored()
        .filter(
            stored ->
                stored.format == FORMAT
                    && Version.current().equals(stored.version)
                    && settings.equals(stored.settings));
  }

  /** Whether it was measured by this version and these settings. */
  boolean has(String settings) {
    return current(settings).isPresent();
  }

  /** What was measured, if by this version and these settings. */
  <T> Optional<ReportParts.Measured<T>> read(String settings, Class<T> type) {
    return current(settings)
        .map(
            stored -> {
              try {
                T result = MAPPER.treeToValue(stored.result, type);
                return new ReportParts.Measured<>(result, stored.seconds);
              } catch (JsonProcessingException e) {
                throw noPart(e);
              }
            });
  }

  /** Takes the place of what was there. */
  void write(String settings, ReportParts.Measured<?> measured) {
    Stored stored =
        new Stored(
            FORMAT,
            Version.current(),
            part.toString(),
            model,
            data,
            settings,
            measured.seconds(),
            MAPPER.valueToTree(measured.result()));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(file, MAPPER.writeValueAsString(stored) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + part, e);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }
}
