package fovea.optim;

import fovea.tensor.Tensor;

/** The same stretch of any of an optimiser's flat tensors [P]. */
record Part(long start, long length) {
  /** A view, in the current scope. */
  Tensor of(Tensor flat) {
    return flat.narrow(0, start, length);
  }
}
