package fovea.report;

import fovea.evaluate.PairedTest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two models, each on those images of the same data that are new to it.
 *
 * @param test of the images that both were judged on; null where those aren't the same
 * @param untested why there is no test, a sentence without a full stop; null where there is one
 * @param notes what spoils the test or may, of the second model and the images of the first, one
 *     sentence each without a full stop
 */
public record Comparison(
    TrustReport first,
    TrustReport second,
    @Nullable PairedTest test,
    @Nullable String untested,
    List<String> notes) {
  public Comparison {
    notes = List.copyOf(notes);
  }
}
