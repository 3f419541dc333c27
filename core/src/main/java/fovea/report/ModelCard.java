package fovea.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report is about, and how it was made.
 *
 * @param model the file
 * @param network its name
 * @param sha256 of the file, by which parts of a report are known to belong together
 * @param training in one line; null where the file doesn't say
 * @param data the data set's name
 * @param fingerprint of the data
 * @param part which images of the data were judged, as it stands after "images, "
 * @param notes what spoils the figures or may, one sentence each without a full stop
 * @param effort {@code quick} or {@code full}
 * @param version of Fovea
 * @param made when, as people read it
 */
public record ModelCard(
    String model,
    String network,
    String sha256,
    List<String> classes,
    int height,
    int width,
    @Nullable String training,
    String data,
    String fingerprint,
    String part,
    int images,
    List<String> notes,
    String effort,
    String version,
    String made) {
  public ModelCard {
    classes = List.copyOf(classes);
    notes = List.copyOf(notes);
  }
}
