package fovea.serve.batch;

import fovea.evaluate.Scores;
import fovea.run.Fitted;
import java.util.List;

/**
 * What a model says of the images of a request.
 *
 * @param version of the model that says so
 * @param classes in the order of the scores
 * @param fitted by which the scores are read
 * @param scores of each image
 */
public record Answer(
    String model,
    String version,
    List<String> classes,
    Fitted fitted,
    List<Scores> scores,
    Timing timing) {}
