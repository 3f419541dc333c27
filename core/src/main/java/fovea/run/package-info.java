/**
 * A training run in a folder: {@link fovea.run.TrainingRun} starts and resumes it, {@link
 * fovea.run.RunFolder} keeps what it was told and what came of it, and {@link
 * fovea.run.TrainedModel} opens the model.
 */
@NullMarked
package fovea.run;

import org.jspecify.annotations.NullMarked;
