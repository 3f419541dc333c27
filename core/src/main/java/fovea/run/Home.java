package fovea.run;

import java.nio.file.Path;

/** Fovea's own folder: of data sets, weights and the cache of decoded images. */
public final class Home {
  private Home() {}

  /** The environment's {@code FOVEA_HOME}, else {@code ~/.fovea}; it may not exist yet. */
  public static Path folder() {
    String chosen =
        System.getProperty("fovea.home", System.getenv().getOrDefault("FOVEA_HOME", ""));
    return chosen.isBlank()
        ? Path.of(System.getProperty("user.home"), ".fovea")
        : Path.of(chosen).toAbsolutePath().normalize();
  }
}
