package fovea.train;

import fovea.measure.LayerProfile;
import fovea.nn.CountedWork;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.objective.Objective.Outcome;
import fovea.objective.Passes;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
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

  private static final int NONE = -1;

  private final Module network;
  private final Passes ofImage;
  private final boolean timesLayers;
  private final LayerProfile layers;
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private final Map<Shape, Double> works = new HashMap<>();
  private final int lanes;
  private final LongAdder forward = new LongAdder();
  private final LongAdder backward = new LongAdder();
  private @Nullable Phase phase;
  private long since;
  private double flop;
  private long passes;
  private int timedPasses;
  private int listened;
  private int working;

  /**
   * A clock that stands still.
   *
   * @param passes of each image in a step
   * @param timesLayers whether to time the layers of some passes
   * @param lanes that share a step's passes
   */
  StepClock(Module network, Passes passes, boolean timesLayers, int lanes) {
    this.network = network;
    this.ofImage = passes;
    this.lanes = lanes;
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

  /** Other weights are trained from now on, so a pass costs something else. */
  void recount() {
    works.clear();
  }

  /**
   * The passes of a step begin, some beside one another.
   *
   * @param size of the images
   */
  void begin(List<MicroBatch> parts, int size) {
    beginAgain(parts, size);
    listened = Math.floorMod(FIRST - passes, EVERY);
    timedPasses += timesLayers && listened < parts.size() ? 1 : 0;
    passes += parts.size();
  }

  /** The same passes begin once more, of which no layer is timed. */
  void beginAgain(List<MicroBatch> parts, int size) {
    enter(Phase.OTHER);
    Shape image = Shape.of(parts.get(0).batch().images().shape().size(1), size, size);
    double perImage =
        works.computeIfAbsent(image, i -> ofImage.operations(CountedWork.of(network, i)));
    parts.forEach(part -> flop += part.batch().size() * perImage);
    listened = NONE;
    working = Math.min(lanes, parts.size());
  }

  /** The passes are over. What the lanes took together is time of one after the other. */
  void end() {
    stop();
    long there = forward.sumThenReset() / working;
    long back = backward.sumThenReset() / working;
    nanos.merge(Phase.FORWARD, there, Long::sum);
    nanos.merge(Phase.BACKWARD, back, Long::sum);
    nanos.merge(Phase.OTHER, -(there + back), Long::sum);
  }

  /** For the pass of that number of the step, on the thread that makes it. */
  Lap lap(int pass) {
    return new Lap(timesLayers && pass == listened);
  }

  /** Times a pass, whatever others there are. */
  final class Lap {
    private final boolean listens;

    private Lap(boolean listens) {
      this.listens = listens;
    }

    Outcome forward(Supplier<Outcome> pass) {
      long start = System.nanoTime();
      try (Listening listening = listens ? layers.listen() : null) {
        return pass.get();
      } finally {
        forward.add(System.nanoTime() - start);
      }
    }

    /** As {@link Tensor#backward()}, of the loss of the pass. */
    void backward(Tensor loss) {
      long start = System.nanoTime();
      if (listens) {
        layers.backward(loss);
      } else {
        loss.backward();
      }
      backward.add(System.nanoTime() - start);
    }
  }

  RunProfile profile() {
    Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
    for (Phase each : Phase.values()) {
      seconds.put(each, nanos.getOrDefault(each, 0L) / 1e9);
    }
    return new RunProfile(seconds, flop / 1e9, timedPasses, layers.layers(), layers.other());
  }
}
