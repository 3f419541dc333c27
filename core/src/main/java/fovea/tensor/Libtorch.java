package fovea.tensor;

import org.bytedeco.pytorch.global.torch;

/** The native library underneath. */
public final class Libtorch {
  private Libtorch() {}

  /**
   * Loads the library, which otherwise happens with the first tensor.
   *
   * @throws fovea.FoveaException if there is none for this platform, or no room to unpack it
   */
  public static void load() {
    Native.load();
  }

  /** The binding's version, which begins with libtorch's own, such as {@code 2.10.0-1.5.13}. */
  public static String version() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
