package fovea.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderImagesTest {
  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private final List<FoveaException> problems = new ArrayList<>();

  @Test
  void imagesAtAnyDepthAreFoundInAStableOrder() throws IOException {
    for (String image : List.of("z.png", "b/10.JPG", "b/2.webp", "a/deep/er/x.gif", "B/1.bmp")) {
      write(image, TEXT);
    }
    write("a/no extension", PNG);
    write("a/notes.txt", TEXT);
    write("model.safetensors", TEXT);
    assertThat(found())
        .containsExactly(
            "z.png", "B/1.bmp", "a/no extension", "a/deep/er/x.gif", "b/10.JPG", "b/2.webp");
  }

  @Test
  void whatIsHiddenAndWhatSystemsPutThereIsPassedOver() throws IOException {
    for (String litter :
        List.of(
            ".a.png",
            "._a.png",
            ".cache/a.png",
            "@eaDir/a.png/thumb.jpg",
            "__MACOSX/a.png",
            "$RECYCLE.BIN/a.png",
            "Thumbs.db",
            "b/@eaDir/x.jpg")) {
      write(litter, TEXT);
    }
    write("b/a.png", TEXT);
    assertThat(found()).containsExactly("b/a.png");
  }

  @Test
  void linksInACircleEnd() throws IOException {
    write("b/a.png", TEXT);
    Files.createSymbolicLink(folder.resolve("b/back"), folder);
    Files.createSymbolicLink(folder.resolve("c"), folder.resolve("b"));
    assertThat(found()).containsExactly("b/a.png");
  }

  @Test
  void aFolderThatIsNoneIsNamed() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> FolderImages.in(none, problem -> {}))
        .isInstanceOf(FoveaException.class)
        .hasMessage(none + ": can't be read (no such file or folder)");
  }

  @Test
  void aFolderWithinThatCannotBeReadIsToldAndTheRestIsFound() throws IOException {
    write("a/1.png", TEXT);
    write("b/2.png", TEXT);
    write("c/3.png", TEXT);
    Path locked = folder.resolve("b");
    Files.setPosixFilePermissions(locked, Set.of());
    assumeFalse(Files.isReadable(locked), "run by a user who may read everything");
    assertThat(found()).containsExactly("a/1.png", "c/3.png");
    assertThat(problems).singleElement().asString().contains(locked + ": can't be read");
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private List<String> found() {
    return FolderImages.in(folder, problems::add).stream()
        .map(image -> folder.relativize(image).toString().replace('\\', '/'))
        .toList();
  }
}
