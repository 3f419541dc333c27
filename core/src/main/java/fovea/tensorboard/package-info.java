/**
 * What a run tells TensorBoard: {@link fovea.tensorboard.TensorBoard} listens to a run, and {@link
 * fovea.tensorboard.EventFile} writes what it hears in TensorFlow's format, which needs nothing of
 * TensorFlow.
 */
@NullMarked
package fovea.tensorboard;

import org.jspecify.annotations.NullMarked;
