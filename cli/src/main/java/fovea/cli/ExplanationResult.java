package fovea.cli;

import fovea.explain.Explanation;
import fovea.explain.MethodFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was found.
 *
 * @param model as the user calls it
 * @param classes of the model
 * @param layer that some methods looked at, or null where none does
 * @param failed images that had to be passed over
 * @param figures of the methods, none where nobody asked
 */
record ExplanationResult(
    String model,
    List<String> classes,
    @Nullable String layer,
    long seed,
    List<Explanation> methods,
    List<ExplainedImage> images,
    List<AskedImages.Failed> failed,
    List<MethodFigures> figures) {}
