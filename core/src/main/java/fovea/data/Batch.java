package fovea.data;

import fovea.tensor.Tensor;

/**
 * Images that go through a network together.
 *
 * @param images [N, 3, H, W], float32 in [0, 1], channels innermost in memory
 * @param labels [N], int64
 */
public record Batch(Tensor images, Tensor labels) {}
