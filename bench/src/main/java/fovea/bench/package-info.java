/**
 * Programs that measure Fovea; each prints what it found. Start with {@link fovea.bench.StepBench}.
 */
@NullMarked
package fovea.bench;

import org.jspecify.annotations.NullMarked;
