package fovea.report;

import fovea.evaluate.PairedTest;
import org.jspecify.annotations.Nullable;

/**
 * Two models, each on those images of the same data that are new to it.
 *
 * @param test of the images that both were judged on; null where those aren't the same
 * @param untested why there is no test, a sentence without a full stop; null where there is one
 */
public record Comparison(
    TrustReport first, TrustReport second, @Nullable PairedTest test, @Nullable String untested) {}
