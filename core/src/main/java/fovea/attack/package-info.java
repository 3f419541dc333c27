/**
 * Adversarial images: changes within a budget that make a network take images for something else.
 * Start with {@link fovea.attack.Attacker}, and {@link fovea.attack.Attacks} for the ensemble by
 * which robustness is reported.
 *
 * <p>A network computes logits and gradients in native memory, one call after the other; all else
 * an attack does is plain Java on an image's values.
 */
@NullMarked
package fovea.attack;

import org.jspecify.annotations.NullMarked;
