package fovea.train;

import fovea.measure.LayerProfile;
import fovea.nn.CountedWork;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.objective.Objective;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the time of every phase of training, counts its work, and, where asked to, times the layers
 * of a few passes. What it does changes no weight.
 */
final class StepClock {
  /** Timing layers takes memory and some time, so one pass in as many is enough. */
  private static final int EVERY = 25;

  /** The first passes warm caches up. */
  private static final int FIRST = 2;

  private final Module network;
  private final boolean timesLayers;
  private final LayerProfile layers;
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private final Map<Shape, CountedWork> works = new HashMap<>();
  private @Nullable Phase phase;
  private long since;
  private double flop;
  private long passes;
  private int timedPasses;
  private boolean listening;

  /**
   * A clock that stands still.
   *
   * @param timesLayers whether to time the layers of some passes
   */
  StepClock(Module network, boolean timesLayers) {
    this.network = network;
    this.timesLayers = timesLayers;
    layers = LayerProfile.of(network);
  }

  /** The phase under way ends, if there is one, and this begins. */
  void enter(Phase next) {
    stop();
    phase = next;
  }

  /** The phase under way ends, and nothing is timed until the next. */
  void stop() {
    long now = System.nanoTime();
    if (phase != null) {
      nanos.merge(phase, now - since, Long::sum);
    }
    phase = null;
    since = now;
  }

  /** The same objective, each call of which begins a pass through the network and back. */
  Objective timed(Objective objective) {
    return (asked, batch) -> {
      try (Listening layers = forward(batch.images())) {
        return objective.of(asked, batch);
      }
    };
  }

  /** Returns the block that the network must be called in; null, if its layers aren't timed. */
  private @Nullable Listening forward(Tensor images) {
    Shape shape = images.shape();
    Shape image = Shape.of(shape.size(1), shape.size(2), shape.size(3));
    CountedWork work = works.get(image);
    if (work == null) {
      work = CountedWork.of(network, image);
      works.put(image, work);
    }
    flop += (double) shape.size(0) * work.total();
    listening = timesLayers && passes++ % EVERY == FIRST;
    enter(Phase.FORWARD);
    return listening ? layers.listen() : null;
  }

  /** The backward phase: as {@link Tensor#backward()}, of the loss of the pass just begun. */
  void backward(Tensor loss) {
    enter(Phase.BACKWARD);
    if (listening) {
      layers.backward(loss);
      timedPasses++;
    } else {
      loss.backward();
    }
    enter(Phase.OTHER);
  }

  RunProfile profile() {
    Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
    for (Phase each : Phase.values()) {
      seconds.put(each, nanos.getOrDefault(each, 0L) / 1e9);
    }
    return new RunProfile(seconds, flop / 1e9, timedPasses, layers.layers(), layers.other());
  }
}
