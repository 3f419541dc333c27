package fovea.data;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import fovea.tensor.Autograd;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.tensor.Workers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * One pass over images in batches, prepared ahead by background threads and handed out in order.
 * Every batch has its own generator, so the number of threads doesn't change what comes out.
 */
public final class Batches implements AutoCloseable {
  /** Where there are many cores, preparing on two would be what the others wait for. */
  private static final int THREADS =
      Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors() / 4));

  private static final int AHEAD = 2 * THREADS;

  private final ImageSet images;
  private final int[] order;
  private final int batchSize;
  private final int count;
  private final BiFunction<Batch, Rng, Batch> vary;
  private final Rng rng;
  private final Workers workers = new Workers("batches", THREADS);
  private final Deque<Future<ReadyBatch>> ahead = new ArrayDeque<>();
  private int submitted;
  private int taken;
  private volatile boolean closed;

  /** A batch and who owns it until it is taken. */
  private record ReadyBatch(Scope memory, Batch batch) {}

  private Batches(
      ImageSet images,
      int[] order,
      int batchSize,
      int count,
      BiFunction<Batch, Rng, Batch> vary,
      Rng rng) {
    this.images = images;
    this.order = order;
    this.batchSize = batchSize;
    this.count = count;
    this.vary = vary;
    this.rng = rng;
  }

  /**
   * A training pass: all images in random order, varied at random. The last images are left out
   * where they don't fill a batch, unless there would be none.
   *
   * @param chosen which of the images; the others are left out
   * @param vary changes each batch, given its own generator, before it is handed out
   * @param rng decides the order and all variation
   */
  public static Batches shuffled(
      ImageSet images, int[] chosen, int batchSize, BiFunction<Batch, Rng, Batch> vary, Rng rng) {
    int[] order = EpochOrder.of(images, chosen, rng);
    return new Batches(images, order, batchSize, perEpoch(chosen.length, batchSize), vary, rng);
  }

  /**
   * A training pass over images in a given order, varied at random; the last ones are left out
   * where they don't fill a batch.
   *
   * @param order numbers of images, any of them any number of times, at least a batch
   * @param rng decides all variation
   */
  public static Batches ordered(
      ImageSet images, int[] order, int batchSize, BiFunction<Batch, Rng, Batch> vary, Rng rng) {
    return new Batches(images, order, batchSize, perEpoch(order.length, batchSize), vary, rng);
  }

  private static int[] all(ImageSet images) {
    return IntStream.range(0, images.size()).toArray();
  }

  /** All images as they are, in order, the last batch perhaps smaller. */
  public static Batches inOrder(ImageSet images, int batchSize) {
    int[] order = all(images);
    int count = (images.size() + batchSize - 1) / batchSize;
    return new Batches(images, order, batchSize, count, (batch, rng) -> batch, Rng.seeded(0));
  }

  /**
   * Begins at this batch: those before are neither prepared nor handed out.
   *
   * @param batch from 0 to as many as this pass has
   * @throws IllegalStateException once a batch was handed out
   */
  @CanIgnoreReturnValue
  public Batches from(int batch) {
    if (batch < 0 || batch > count) {
      throw new IllegalArgumentException("batch %d, expected 0 to %d".formatted(batch, count));
    }
    if (submitted > 0) {
      throw new IllegalStateException("this pass has begun already");
    }
    submitted = batch;
    taken = batch;
    return this;
  }

  /** How many batches a training pass has. */
  public static int perEpoch(int images, int batchSize) {
    return Math.max(1, images / batchSize);
  }

  public boolean hasNext() {
    return taken < count;
  }

  /**
   * The next batch, owned by the scope from now on; waits until it is prepared.
   *
   * @throws CancellationException if this thread is interrupted; then the batch is still the next
   * @throws NoSuchElementException after the last
   */
  public Batch next(Scope owner) {
    submit(AHEAD + 1);
    Future<ReadyBatch> first = ahead.peek();
    if (first == null) {
      throw new NoSuchElementException("this pass has " + count + " batches");
    }
    ReadyBatch ready = Workers.resultOf(first);
    ahead.remove();
    taken++;
    Batch batch = ready.batch;
    Batch owned = batch.with(owner.adopt(batch.images()), owner.adopt(batch.target()));
    ready.memory.close();
    return owned;
  }

  private int[] indices(int batch) {
    return Arrays.copyOfRange(
        order, batch * batchSize, Math.min(order.length, (batch + 1) * batchSize));
  }

  private void submit(int most) {
    while (submitted < count && ahead.size() < most) {
      int batch = submitted++;
      ahead.add(workers.begin(() -> prepare(batch)));
    }
  }

  private ReadyBatch prepare(int batch) {
    if (closed) {
      throw new CancellationException("nobody waits for this batch any more");
    }
    Scope memory = Scope.detached();
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Batch varied = vary.apply(asTheyAre(indices(batch)), rng.split("batch", batch));
      return new ReadyBatch(
          memory,
          varied.with(memory.adopt(varied.images().channelsLast()), memory.adopt(varied.target())));
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
  }

  private Batch asTheyAre(int[] chosen) {
    long[] labels = Arrays.stream(chosen).mapToLong(images::label).toArray();
    return new Batch(
        Batch.images(images.pixels(chosen), images.height(), images.width()),
        Tensor.ofLongs(labels, labels.length),
        chosen,
        images.classes().size());
  }

  /** Stops the threads and frees what was prepared and not taken. */
  @Override
  public void close() {
    closed = true;
    workers.close();
    ahead.forEach(Batches::release);
    ahead.clear();
  }

  private static void release(Future<ReadyBatch> ended) {
    try {
      Workers.resultOf(ended).memory.close();
    } catch (RuntimeException | Error e) {
      // A batch that couldn't be prepared, or no longer was, holds nothing, and nobody asked for
      // it.
    }
  }
}
