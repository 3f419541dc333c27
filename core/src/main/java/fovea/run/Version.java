package fovea.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Which Fovea this is. */
public final class Version {
  private static final String CURRENT = read();

  private Version() {}

  /**
   * As the jar states it, such as {@code 0.1.0}; {@code development} outside a jar. One that isn't
   * released has its commit behind it, as in {@code 0.1.0-SNAPSHOT+6983f35c}, and {@code .dirty}
   * where it was built with changes that weren't committed.
   *
   * @see <a href="https://semver.org/spec/v2.0.0.html#spec-item-10">Semantic Versioning 2.0.0,
   *     build metadata</a>
   */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    // The build writes it; without Git's folder it can't.
    try (InputStream in = Version.class.getResourceAsStream("commit.properties")) {
      Properties commit = new Properties();
      if (in != null) {
        commit.load(in);
      }
      return of(Version.class.getPackage().getImplementationVersion(), commit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(@Nullable String stated, Properties commit) {
    String version = stated == null ? "development" : stated;
    String id = commit.getProperty("git.commit.id.abbrev");
    if (id == null || !(stated == null || stated.endsWith("-SNAPSHOT"))) {
      return version;
    }
    boolean dirty = Boolean.parseBoolean(commit.getProperty("git.dirty"));
    return version + "+" + id + (dirty ? ".dirty" : "");
  }
}
