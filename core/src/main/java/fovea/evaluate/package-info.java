/**
 * Judges models: a model and a split in, a result record out. Start with {@link
 * fovea.evaluate.Evaluator} for figures over a split and {@link fovea.evaluate.Predictor} for
 * single images; nothing here knows how a model was trained.
 */
@NullMarked
package fovea.evaluate;

import org.jspecify.annotations.NullMarked;
