package fovea.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that aren't UTF-8 can only be made by another program than Java. */
class FileNameTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    RawNames.make(folder, "caf\\351/tea\\350.png", "caf\\350/\\303\\251.png", "caf\\357\\277\\275");
  }

  @Test
  void bytesThatAreNoTextAreShownAsNumbersAndDifferentNamesStayApart() throws IOException {
    assertThat(listed(folder))
        .extracting(FileName::of)
        .containsExactly("caf\\xe8", "caf\\xe9", "caf\ufffd");
    Path deep = listed(listed(folder).get(1)).get(0);
    assertThat(FileName.of(deep)).isEqualTo("tea\\xe8.png");
    assertThat(FileName.ofPath(folder.relativize(deep))).isEqualTo("caf\\xe9/tea\\xe8.png");
    assertThat(FileName.ofPath(deep)).isEqualTo(folder + "/caf\\xe9/tea\\xe8.png");
  }

  @Test
  void aFileIsFoundByTheNameThatIsShown() throws IOException {
    Path deep = listed(listed(folder).get(1)).get(0);
    assertThat(FileName.find(folder, "caf\\xe9/tea\\xe8.png")).exists().isEqualTo(deep);
    assertThat(FileName.find(folder, "caf\\xe9/none.png"))
        .isEqualTo(deep.resolveSibling("none.png"));
    assertThat(FileName.find(folder, "none.png")).isEqualTo(folder.resolve("none.png"));
  }

  @Test
  void namesThatAreTextStayAsTheyAre() throws IOException {
    Path deep = listed(listed(folder).get(0)).get(0);
    assertThat(FileName.of(deep)).isEqualTo("\u00e9.png");
    assertThat(FileName.of(Path.of("a/b c"))).isEqualTo("b c");
    assertThat(FileName.of(Path.of("/"))).isEqualTo("/");
    assertThat(FileName.ofPath(Path.of("../a/b.png"))).isEqualTo("../a/b.png");
  }

  @Test
  void anArgumentThatJavaCouldNotDecodeFindsItsFile() throws IOException {
    Path deep = GivenPath.of(folder + "/caf\ufffd/tea\ufffd.png");
    assertThat(deep).exists().isEqualTo(listed(listed(folder).get(1)).get(0));
  }

  @Test
  void ofSeveralFilesThatLookAlikeNoneIsGuessed() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    RawNames.make(other, "a\\351", "a\\350");
    assertThat(GivenPath.all(other + "/a\ufffd")).isEqualTo(listed(other));
    assertThatThrownBy(() -> GivenPath.of(other + "/a\ufffd"))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%1$s/a\ufffd: may be any of %1$s/a\\xe8, %1$s/a\\xe9; rename the one that is meant"
                .formatted(other));
  }

  @Test
  void aPathThatIsThereOrNowhereIsTakenAsItStands() {
    Path literal = folder.resolve("caf\ufffd");
    assertThat(GivenPath.of(literal.toString())).isEqualTo(literal).exists();
    for (String text : List.of("no/such\ufffd", "runs/new", folder + "/none\ufffd/x")) {
      assertThat(GivenPath.of(text)).isEqualTo(Path.of(text));
    }
    assertThatThrownBy(() -> GivenPath.of("a\0b"))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("can't be a path (nul character not allowed)");
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  @Test
  void theLastNameOfAPathThatWasWrittenDownIsFoundWhateverTheSystem() {
    assertThat(FileName.last("/srv/My data/pets")).isEqualTo("pets");
    assertThat(FileName.last("C:\\data\\pets")).isEqualTo("pets");
    assertThat(FileName.last("/srv/pets/")).isEqualTo("pets/");
    assertThat(FileName.last("cifar10")).isEqualTo("cifar10");
    assertThat(FileName.last("/")).isEqualTo("/");
  }

  @Test
  void ofWholePathsInASentenceTheLastNamesAreLeft() {
    assertThat(FileName.withoutFolders("/srv/my-data/pets/a.png: can't be read (/tmp is full)"))
        .isEqualTo("a.png: can't be read (tmp is full)");
    assertThat(FileName.withoutFolders("C:\\data\\pets: not a folder, nor `/srv/pets/train/`"))
        .isEqualTo("pets: not a folder, nor `train/`");
    String plain = "runs/first/recipe.yaml: 3/4 of test/ is read, 1 / 2 isn't; see https://a.b/c";
    assertThat(FileName.withoutFolders(plain)).isEqualTo(plain);
  }
}
