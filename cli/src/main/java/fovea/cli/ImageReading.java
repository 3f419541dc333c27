package fovea.cli;

import fovea.FoveaException;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.tensor.Shape;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Decodes images on all cores, in order and a little ahead of whoever asks for them, so that a few
 * are in memory at once however many there are.
 */
final class ImageReading implements AutoCloseable {
  private final ExecutorService pool;
  private final Iterator<ImageArguments.Wanted> wanted;
  private final Queue<Future<Read>> ahead = new ArrayDeque<>();
  private final int height;
  private final int width;

  /**
   * An image that was read, or couldn't be.
   *
   * @param pixels null where there is an error
   * @param error a sentence that begins with the image's name
   */
  record Read(String name, @Nullable Pixels pixels, @Nullable String error) {}

  /**
   * @param input [3, height, width]
   * @param ahead how many images to keep ready
   */
  ImageReading(List<ImageArguments.Wanted> images, Shape input, int ahead) {
    wanted = images.iterator();
    height = Math.toIntExact(input.size(1));
    width = Math.toIntExact(input.size(2));
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(1, images.size()));
    pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "images");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < ahead && wanted.hasNext(); i++) {
      begin();
    }
  }

  private void begin() {
    ImageArguments.Wanted image = wanted.next();
    ahead.add(pool.submit(() -> read(image)));
  }

  private Read read(ImageArguments.Wanted wanted) {
    if (wanted instanceof ImageArguments.Nothing nothing) {
      return new Read(nothing.name(), null, nothing.why());
    }
    ImageArguments.Image image = (ImageArguments.Image) wanted;
    try {
      return new Read(image.name(), ImageFile.decode(image.file(), height, width), null);
    } catch (FoveaException e) {
      return new Read(image.name(), null, String.valueOf(e.getMessage()));
    }
  }

  boolean hasNext() {
    return !ahead.isEmpty();
  }

  /**
   * The next image, once it is decoded.
   *
   * @throws CancellationException if this thread is interrupted
   */
  Read next() {
    Future<Read> next = ahead.remove();
    if (wanted.hasNext()) {
      begin();
    }
    try {
      return next.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while images are read");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error; // such as too little memory
      }
      throw new IllegalStateException("an image can't be read: " + e.getCause(), e);
    }
  }

  /** Gives up what hasn't been decoded yet. */
  @Override
  public void close() {
    List<Runnable> unused = pool.shutdownNow();
  }
}
