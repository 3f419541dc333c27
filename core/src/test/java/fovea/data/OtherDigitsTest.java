package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs read is the same where the machine's language has digits of its own. */
class OtherDigitsTest {
  @TempDir Path folder;
  private final Locale usual = Locale.getDefault();

  @BeforeEach
  void persianDigits() {
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));
    assertThat("%d".formatted(7)).isEqualTo("\u06f7");
  }

  @AfterEach
  void usualDigits() {
    Locale.setDefault(usual);
  }

  @Test
  void aDataSetHasTheSameFingerprint() {
    String persian = SmallImages.dataSet(20).fingerprint();
    Locale.setDefault(Locale.ROOT);
    assertThat(SmallImages.dataSet(20).fingerprint()).isEqualTo(persian);
  }

  @Test
  void aCacheHasTheSameName() throws IOException {
    CachedFolder pets = new CachedFolder(folder).with("cat", 8).with("dog", 8);
    String persian = pets.read().data().fingerprint();
    assertThat(pets.cache().getFileName().toString()).matches("[0-9a-f]{16}-[0-9a-f]{16}");
    Locale.setDefault(Locale.ROOT);
    assertThat(pets.read().data().fingerprint()).isEqualTo(persian);
    assertThat(pets.decoded).hasValue(0);
  }

  @Test
  void whatIsWrittenAsideIsKnownByItsName() {
    AtomicFile.write(
        folder.resolve("a.txt"),
        out ->
            assertThat(folder.toFile().list())
                .hasSize(1)
                .allMatch(name -> name.matches("\\.a\\.txt\\.tmp[0-9]+-[0-9a-f]{8}")));
  }

  @Test
  void imagesHaveTheSameNames() throws IOException {
    assertThat(Shapes.draw(60, 1).splits().test().images().name(0)).matches("test/.+/[0-9]+");
    ImageFiles.write(SmallImages.dataSet(20), folder);
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names =
          files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
      assertThat(names).hasSize(25).allMatch(name -> name.matches("[0-9]{5}\\.png"));
    }
  }
}
