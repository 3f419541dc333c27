package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name :
        List.of(
            "b/2.jpg", "b/1.jpg", "b/1.png", "b/.h.jpg", "a/c/3.jpg", "a/.d/4.jpg", "x[1].jpg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  @Test
  void matchesAreThoseOfAShellInItsOrder() {
    assertThat(matches("b/*.jpg")).containsExactly("b/1.jpg", "b/2.jpg");
    assertThat(matches("b/?.{png,jpg}")).containsExactly("b/1.jpg", "b/1.png", "b/2.jpg");
    assertThat(matches("*/[1-2].jpg")).containsExactly("b/1.jpg", "b/2.jpg");
    assertThat(matches("b/.*.jpg")).containsExactly("b/.h.jpg");
    assertThat(matches("*")).containsExactly("a", "b", "x[1].jpg");
    assertThat(matches("*/")).containsExactly("a", "b");
    assertThat(matches("*/../b/2*")).contains("b/2.jpg");
  }

  @Test
  void twoStarsReachAnyDepthButNotWhatIsHidden() {
    assertThat(matches("**/*.jpg")).containsExactly("x[1].jpg", "a/c/3.jpg", "b/1.jpg", "b/2.jpg");
  }

  @Test
  void whatMatchesNothingIsEmpty() {
    for (String pattern : List.of("*.gif", "none/*.jpg", "b/1.jpg/*", "b/[", "{b")) {
      assertThat(matches(pattern)).as(pattern).isEmpty();
    }
  }

  @Test
  void aFileOfThisVeryNameIsNoPattern() {
    assertThat(Glob.isPattern(folder + "/x[1].jpg")).isFalse();
    assertThat(Glob.isPattern(folder + "/b/1.jpg")).isFalse();
    assertThat(Glob.isPattern(folder + "/x[2].jpg")).isTrue();
    assertThat(Glob.isPattern(folder + "/*")).isTrue();
  }

  @Test
  void namesOfAnyBytesMatch() throws Exception {
    assumeTrue(File.separatorChar == '/', "names of any bytes");
    RawNames.make(folder, "caf\\351/1.jpg");
    Path file = Glob.matches(folder + "/caf\ufffd/*.jpg").get(0);
    assertThat(file).exists().isEqualTo(Glob.matches(folder + "/c*/*.jpg").get(0));
    assertThat(FileName.ofPath(file)).endsWith("/caf\\xe9/1.jpg");
  }

  private List<String> matches(String pattern) {
    return Glob.matches(folder + "/" + pattern).stream()
        .map(path -> folder.relativize(path.normalize()).toString().replace('\\', '/'))
        .toList();
  }
}
