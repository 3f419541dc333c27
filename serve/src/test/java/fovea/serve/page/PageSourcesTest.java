package fovea.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the files of the page, without a browser. */
class PageSourcesTest {
  private static final Path PAGE = page();

  private static final Pattern IN_HTML = Pattern.compile("(?:src|href)=\"(/page/[^\"]+)\"");
  private static final Pattern IN_CSS = Pattern.compile("url\\(([^)]+)\\)");
  private static final Pattern IN_SCRIPT = Pattern.compile("(?:from|import) ?\\(?'(\\.[^']+)'");

  /** Names of standards and papers, which nothing asks for. */
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s'\"]+");

  @Test
  void everyFileThatIsReferredToIsThere() {
    List<Path> referred = new ArrayList<>();
    for (Path file : own()) {
      Path folder = Objects.requireNonNull(file.getParent());
      String text = text(file);
      matches(IN_HTML, text).forEach(name -> referred.add(PAGE.resolve(name.substring(6))));
      if (name(file).endsWith(".css")) {
        matches(IN_CSS, text).forEach(name -> referred.add(folder.resolve(name).normalize()));
      }
      matches(IN_SCRIPT, text).forEach(name -> referred.add(folder.resolve(name).normalize()));
    }
    assertThat(referred.size()).isGreaterThan(60);
    assertThat(referred).allSatisfy(file -> assertThat(file).isRegularFile());
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    for (Path file : own()) {
      List<String> addresses =
          text(file)
              .lines()
              .filter(line -> ADDRESS.matcher(line).find())
              .map(String::strip)
              .filter(line -> !line.contains("http://www.w3.org/2000/svg"))
              .filter(line -> !line.startsWith("/** @see"))
              .toList();
      assertThat(addresses).as(name(file)).isEmpty();
    }
  }

  @Test
  void nothingNeedsALaxerPolicy() {
    for (Path file : own()) {
      assertThat(text(file))
          .as(name(file))
          .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
          .doesNotContain("eval(", "new Function", "style=\"", " onclick=", "<style");
    }
    Matcher scripts =
        Pattern.compile("<script[^>]*>(.*?)</script>").matcher(text(PAGE.resolve("index.html")));
    int count = 0;
    while (scripts.find()) {
      assertThat(scripts.group(1)).isEmpty();
      count++;
    }
    assertThat(count).isEqualTo(2);
  }

  @Test
  void whatOthersMadeComesWithItsLicence() {
    for (String folder : List.of("uplot", "lucide", "fonts")) {
      try (Stream<Path> files = Files.list(PAGE.resolve("vendor").resolve(folder))) {
        assertThat(
                files.filter(file -> name(file).startsWith("LICENSE")).map(PageSourcesTest::text))
            .as(folder)
            .isNotEmpty()
            .allSatisfy(text -> assertThat(text).containsIgnoringCase("permission"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void noFileIsTooLongToReadInOneSitting() {
    assertThat(own())
        .allSatisfy(
            file -> assertThat(text(file).lines().count()).as(name(file)).isLessThanOrEqualTo(400));
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The page's files but those of others. */
  private static List<Path> own() {
    try (Stream<Path> files = Files.walk(PAGE)) {
      return files
          .filter(file -> name(file).matches(".*\\.(html|js|css|svg)"))
          .filter(file -> !file.startsWith(PAGE.resolve("vendor")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path page() {
    try {
      var index = PageSourcesTest.class.getResource("/fovea/serve/page/index.html");
      return Objects.requireNonNull(Path.of(Objects.requireNonNull(index).toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
