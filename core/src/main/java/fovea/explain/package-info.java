/**
 * Why a network says what it says of an image: relevance of each pixel, by ten methods, and whether
 * they tell the truth. Start with {@link fovea.explain.Explainer}, {@link
 * fovea.explain.Explanations} for the methods, and {@link fovea.explain.Comparison} for how far
 * each can be trusted.
 *
 * <p>Images are plain Java arrays; a network computes logits and gradients in native memory, one
 * call after the other.
 */
@NullMarked
package fovea.explain;

import org.jspecify.annotations.NullMarked;
