package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A jar with main classes of the names that the launcher starts, which only say so. */
final class TinyProgram {
  private static final String SOURCE =
      """
      package fovea.cli;
      public class Fovea {
        public static void main(String[] arguments) {
          System.out.println("Fovea ran");
        }
      }
      class Rehearsal {
        public static void main(String[] arguments) {
          Fovea.main(arguments);
        }
      }
      """;

  private TinyProgram() {}

  static void write(Path jar) throws IOException {
    Path folder = Files.createTempDirectory(jar.getParent(), "classes");
    Path source = Files.writeString(folder.resolve("Fovea.java"), SOURCE);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    assertThat(exit).isZero();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry : new String[] {"fovea/cli/Fovea.class", "fovea/cli/Rehearsal.class"}) {
        out.putNextEntry(new JarEntry(entry));
        out.write(Files.readAllBytes(folder.resolve(entry)));
        out.closeEntry();
      }
    }
  }
}
