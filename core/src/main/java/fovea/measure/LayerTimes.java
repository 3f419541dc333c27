package fovea.measure;

import fovea.nn.CountedWork;

/** What a layer's calls took so far. */
final class LayerTimes {
  private int calls;
  private long forwardNanos;
  private long backwardNanos;
  private long flop;

  void forward(long nanos, CountedWork work) {
    calls++;
    forwardNanos += nanos;
    flop += work.total();
  }

  void backward(long nanos) {
    backwardNanos += nanos;
  }

  LayerProfile.Layer as(String name, String type) {
    return new LayerProfile.Layer(
        name, type, calls, forwardNanos / 1e6, backwardNanos / 1e6, flop / 1e9);
  }
}
