package fovea.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model sees, as far as it was asked for.
 *
 * @param model its file
 * @param network what its network is called
 * @param data the data set's name; null without one
 * @param judged which images of it were judged, as it stands after "images, "; null without any
 * @param known which others these were compared with, in the same way
 * @param notes what someone should know of the data, one sentence each
 * @param seen of the network alone
 * @param images of the data; null without any
 */
public record Inspection(
    String model,
    String network,
    @Nullable String data,
    @Nullable String judged,
    @Nullable String known,
    List<String> notes,
    NetworkView seen,
    @Nullable DataView images) {
  public Inspection {
    notes = List.copyOf(notes);
  }
}
