/**
 * Judges models. Start with {@link fovea.evaluate.Outputs}, what a network says of every image of a
 * split, {@link fovea.evaluate.Assessment} for all that follows from it, {@link
 * fovea.evaluate.Evaluator} for accuracy and loss alone, and {@link fovea.evaluate.Predictor} for
 * single images; nothing here knows how a model was trained.
 */
@NullMarked
package fovea.evaluate;

import org.jspecify.annotations.NullMarked;
