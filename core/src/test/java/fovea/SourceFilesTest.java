package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the text of every source file of the repository. */
class SourceFilesTest {
  private static final int MOST_LINES = 400;

  /** Files that may be longer, each with its own limit. */
  private static final Map<String, Integer> LONGER =
      Map.of(
          // Arithmetic, reductions and reshapes are methods of the tensor, which reads best at
          // their callers; all else already lives in the classes beside it.
          "core/src/main/java/fovea/tensor/Tensor.java", 590);

  private static final Path ROOT = root();

  @Test
  void noFileIsTooLongToReadInOneSitting() {
    List<Path> files = sources("src");
    assertThat(files.size()).isGreaterThan(100);
    assertThat(files)
        .allSatisfy(
            file ->
                assertThat(lines(file))
                    .as("lines of %s", name(file))
                    .hasSizeLessThanOrEqualTo(LONGER.getOrDefault(name(file), MOST_LINES)));
  }

  @Test
  void anExemptionIsDroppedOnceItIsNotNeeded() {
    assertThat(LONGER.keySet())
        .allSatisfy(
            file ->
                assertThat(lines(ROOT.resolve(file)))
                    .as("lines of %s", file)
                    .hasSizeGreaterThan(MOST_LINES));
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    List<Path> packages = sources("src/main").stream().map(Path::getParent).distinct().toList();
    assertThat(packages.size()).isGreaterThan(10);
    assertThat(packages)
        .allSatisfy(
            folder ->
                assertThat(folder.resolve("package-info.java"))
                    .content()
                    .contains("/**")
                    .contains("@NullMarked"));
  }

  /** The Java files of all modules, below this folder of each. */
  private static List<Path> sources(String below) {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve(below))
          .filter(Files::isDirectory)
          .flatMap(SourceFilesTest::javaFiles)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  /** The folder of the repository: the tests run in a module's folder. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("core")) || !Files.exists(folder.resolve("pom.xml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
