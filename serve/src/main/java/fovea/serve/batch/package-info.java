/**
 * From images to what a network says of them: decoded off the event threads, queued, and computed
 * several at a time without waiting for more. Start with {@link fovea.serve.batch.Predictions}.
 */
@NullMarked
package fovea.serve.batch;

import org.jspecify.annotations.NullMarked;
