package fovea.tensor;

/**
 * How a network is run: handed to whatever runs one, so that two in one process don't disturb each
 * other.
 *
 * @param threads that share the work, at least 1
 * @param precision of convolutions and matrix products
 */
public record Execution(int threads, Precision precision) {
  public Execution {
    Threads.requirePositive(threads);
  }

  /** All cores, in the precision in which the processor is fastest. */
  public static Execution fastest() {
    return allCores(Precision.fastest());
  }

  /** All cores, in this precision. */
  public static Execution allCores(Precision precision) {
    return new Execution(Runtime.getRuntime().availableProcessors(), precision);
  }

  /** The same on another number of threads. */
  public Execution onThreads(int number) {
    return new Execution(number, precision);
  }
}
