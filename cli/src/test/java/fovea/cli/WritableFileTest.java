package fovea.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.files.FileKind;
import fovea.files.OwnMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where results may go. */
class WritableFileTest {
  private static final Set<FileKind> PAGE = Set.of(FileKind.HTML);

  @TempDir Path folder;

  @Test
  void anEarlierResultMayBeReplacedAndAnEmptyFileFilled() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("page.html"), "<!DOCTYPE html><html>" + OwnMark.HTML + "</html>");
    assertThatCode(() -> WritableFile.require(page, "the page", PAGE)).doesNotThrowAnyException();
    Path empty = Files.createFile(folder.resolve("empty.html"));
    assertThatCode(() -> WritableFile.require(empty, "the page", PAGE)).doesNotThrowAnyException();
    Path none = folder.resolve("new.html");
    assertThatCode(() -> WritableFile.require(none, "the page", PAGE)).doesNotThrowAnyException();
    Path device = Path.of("/dev/null");
    assertThatCode(() -> WritableFile.require(device, "the page", PAGE)).doesNotThrowAnyException();
  }

  @Test
  void whatTheUserHasIsNeverReplaced() throws IOException {
    Path image = Files.write(folder.resolve("page.html"), new byte[] {-1, -40, -1, -32, 0, 16});
    assertThatThrownBy(() -> WritableFile.require(image, "the page", PAGE))
        .isInstanceOf(FoveaException.class)
        .hasMessage(image + ": exists already, a JPEG image; name another file for the page");
    Path notes = Files.writeString(folder.resolve("notes.html"), "remember the milk");
    assertThatThrownBy(() -> WritableFile.require(notes, "the page", PAGE))
        .hasMessage(notes + ": exists already, text; name another file for the page");
    Path site = Files.writeString(folder.resolve("index.html"), "<!DOCTYPE html><html></html>");
    assertThatThrownBy(() -> WritableFile.require(site, "the page", PAGE))
        .hasMessage(
            site
                + ": exists already, a web page (HTML) that doesn't say that Fovea made it; name another file for the page");
    assertThatThrownBy(() -> figures(notes))
        .hasMessage(
            notes + ": exists already, text that isn't JSON; name another file for the figures");
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), "epochs: 1\n");
    assertThatThrownBy(() -> figures(recipe)).hasMessageContaining("text that isn't JSON");
    Path result = Files.writeString(folder.resolve("result.json"), "{}");
    assertThatThrownBy(() -> figures(result))
        .hasMessage(
            result + ": a record of the run in that folder; name another file for the figures");
  }

  @Test
  void figuresReplaceFigures() throws IOException {
    for (String earlier : new String[] {"{\"accuracy\": 1}", " [1]", ""}) {
      Path file = Files.writeString(folder.resolve("figures.json"), earlier);
      assertThatCode(() -> figures(file)).doesNotThrowAnyException();
    }
    assertThatCode(() -> figures(folder.resolve("new.json"))).doesNotThrowAnyException();
  }

  private static void figures(Path file) {
    WritableFile.requireText(file, "the figures", WritableFile.JSON, "JSON");
  }
}
