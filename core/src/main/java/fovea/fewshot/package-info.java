/**
 * Learning from few images, by the features of a network that was trained on others. Start with
 * {@link fovea.fewshot.FewShotEvaluation} for how well new classes are told, {@link
 * fovea.fewshot.FewShotMethod} for the ways to tell them, and {@link fovea.fewshot.NewClass} for a
 * model that is to know one class more.
 */
@NullMarked
package fovea.fewshot;

import org.jspecify.annotations.NullMarked;
