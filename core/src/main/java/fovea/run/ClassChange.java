package fovea.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A class that a model gained or lost after training, as its file says.
 *
 * @param kind {@code added} or {@code removed}
 * @param name of the class
 * @param photos SHA-256 of those that an added class was learnt from; empty of a removed one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClassChange(String kind, String name, List<String> photos) {
  /** Where a model file has them, as a JSON list, the first one first. */
  static final String KEY = "fovea.classChanges";

  static final String ADDED = "added";

  public ClassChange {
    photos = photos == null ? List.of() : List.copyOf(photos);
  }

  public static ClassChange added(String name, List<String> photos) {
    return new ClassChange(ADDED, name, photos);
  }

  public static ClassChange removed(String name) {
    return new ClassChange("removed", name, List.of());
  }
}
