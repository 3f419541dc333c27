package fovea.similar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.image.Pixels;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.tensor.DType;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIndexTest {
  private static final int IMAGES = 60;
  private static final int DIMENSIONS = 16;

  /** Of so few images, one limit has them compared one by one, the other in a graph. */
  private static final int ALL = 100;

  private static final int FEW = 20;

  @TempDir Path folder;

  private final IndexAbout about =
      new IndexAbout(Path.of("runs/pets/model.safetensors"), "0123abcd", Path.of("photos"));

  static Pixels picture(int number) {
    return new Pixels(1, 1, new byte[] {(byte) number, (byte) (number >> 8), 7});
  }

  private static float[] features(int number) {
    Rng rng = Rng.seeded(number);
    float[] features = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      features[d] = (float) (3 * rng.nextGaussian());
    }
    return features;
  }

  private static void addAll(IndexBuild build) {
    for (int i = 0; i < IMAGES; i++) {
      build.add("cats/caf\u00e9 \n%d.jpg".formatted(i), picture(i), features(i));
    }
  }

  private ImageIndex made(Path target, int exact) {
    try (IndexBuild build = IndexBuild.of(target, exact)) {
      addAll(build);
      return build.finish(about);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {ALL, FEW})
  void anIndexIsReadAsItWasWritten(int exact) {
    Path target = folder.resolve("photos.index");
    made(target, exact).close();
    try (ImageIndex index = ImageIndex.open(target)) {
      assertThat(index.isExact()).isEqualTo(exact == ALL);
      assertThat(index.about()).isEqualTo(about);
      assertThat(index.size()).isEqualTo(IMAGES);
      assertThat(index.file(41)).isEqualTo("cats/caf\u00e9 \n41.jpg");
      for (int i = 0; i < IMAGES; i += 13) {
        List<SimilarImage> found = index.nearest(picture(i), features(i), 3);
        assertThat(found).hasSize(3);
        assertThat(found.get(0).file()).isEqualTo(index.file(i));
        assertThat(found.get(0).cosine()).isCloseTo(1, within(1e-5));
        assertThat(found.get(0).samePixels()).isTrue();
        assertThat(found.get(1).samePixels()).isFalse();
        assertThat(found.get(1).cosine()).isBetween(-1.0, found.get(0).cosine());
      }
    }
  }

  @Test
  void bothKindsFindTheSameInFewImages() {
    try (ImageIndex exact = made(folder.resolve("a.index"), ALL);
        ImageIndex graph = made(folder.resolve("b.index"), FEW)) {
      for (int i = 1_000; i < 1_020; i++) {
        assertThat(graph.nearest(picture(i), features(i), 5).stream().map(SimilarImage::file))
            .isEqualTo(
                exact.nearest(picture(i), features(i), 5).stream()
                    .map(SimilarImage::file)
                    .toList());
      }
    }
  }

  @Test
  void aNewIndexTakesThePlaceOfTheOldOneAndOfWhatLayBesideIt() throws IOException {
    Path target = folder.resolve("photos.index");
    made(target, FEW).close();
    assertThat(inFolder()).hasSize(2);
    made(target, FEW).close();
    assertThat(inFolder()).hasSize(2);
    made(target, ALL).close();
    assertThat(inFolder()).containsExactly(target);
  }

  @Test
  void whatSomebodyPutBesideTheFeaturesStays() throws IOException {
    Path target = folder.resolve("photos.index");
    made(target, FEW).close();
    Path graph = inFolder().stream().filter(Files::isDirectory).findFirst().orElseThrow();
    Path own = Files.writeString(graph.resolve("notes.txt"), "mine");
    made(target, ALL).close();
    assertThat(own).hasContent("mine");
    try (Stream<Path> inside = Files.list(graph)) {
      assertThat(inside).containsExactly(own);
    }
  }

  private List<Path> inFolder() throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.toList();
    }
  }

  @Test
  void whatIsNoIndexStays() throws IOException {
    Path target = Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> IndexBuild.of(target))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            target
                + ": exists and is not an index that can be read, so it stays; name another file for the index");
    assertThat(target).hasContent("mine");
  }

  @Test
  void anUnfinishedIndexLeavesNothingBehind() throws IOException {
    Path target = folder.resolve("photos.index");
    try (IndexBuild build = IndexBuild.of(target, FEW)) {
      addAll(build);
      assertThat(inFolder()).hasSize(1);
    }
    assertThat(inFolder()).isEmpty();
  }

  @Test
  void anUnfinishedIndexLeavesTheOldOneAsItWas() {
    Path target = folder.resolve("photos.index");
    made(target, FEW).close();
    try (IndexBuild build = IndexBuild.of(target, FEW)) {
      addAll(build);
    }
    try (ImageIndex index = ImageIndex.open(target)) {
      assertThat(index.nearest(picture(5), features(5), 1).get(0).file()).isEqualTo(index.file(5));
    }
  }

  @Test
  void aGraphThatWasLeftBehindIsMissed() throws IOException {
    Path target = folder.resolve("photos.index");
    made(target, FEW).close();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("photos.index");
    Files.copy(target, elsewhere);
    assertThatThrownBy(() -> ImageIndex.open(elsewhere))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("its features lie in the folder photos.index.graph-")
        .hasMessageContaining("copy that too");
  }

  @Test
  void aDamagedGraphIsRefusedInOurOwnWords() throws IOException {
    Path target = folder.resolve("photos.index");
    made(target, FEW).close();
    Path graph = inFolder().stream().filter(Files::isDirectory).findFirst().orElseThrow();
    try (Stream<Path> inside = Files.list(graph)) {
      for (Path part : inside.filter(file -> file.toString().contains("segments_")).toList()) {
        Files.delete(part);
      }
    }
    assertThatThrownBy(() -> ImageIndex.open(target))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            graph
                + ": the features of an index, which can't be read; make the index anew with `fovea"
                + " index`");
  }

  @Test
  void otherFilesAreRefusedAsAnIndex() throws IOException {
    Path nothing = folder.resolve("nothing.index");
    assertThatThrownBy(() -> ImageIndex.open(nothing))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("no such file, expected an index");
    Path weights = folder.resolve("weights.safetensors");
    StoredTensor one = new StoredTensor(DType.UINT8, Shape.of(1), ByteBuffer.wrap(new byte[1]));
    Safetensors.write(weights, new StoredTensors(Map.of("weight", one), Map.of("format", "pt")));
    assertThatThrownBy(() -> ImageIndex.open(weights))
        .hasMessage(weights + ": not an index; `fovea index FOLDER --model M` writes one");
    Path text = Files.writeString(folder.resolve("notes.txt"), "nothing of the kind");
    assertThatThrownBy(() -> ImageIndex.open(text))
        .hasMessage(text + ": text, not an index; `fovea index FOLDER --model M` writes one");
    assertThatThrownBy(() -> ImageIndex.open(folder))
        .hasMessage(folder + ": a folder, not an index; `fovea index FOLDER --model M` writes one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dimensions=8", "dimensions=-1", "dimensions=many", "graph=../x", "model"})
  void aDamagedIndexIsRefused(String change) {
    Path target = folder.resolve("photos.index");
    made(target, ALL).close();
    StoredTensors stored = Safetensors.read(target);
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    String[] parts = change.split("=", -1);
    if (parts.length == 1) {
      metadata.remove("fovea.index." + parts[0]);
    } else {
      metadata.put("fovea.index." + parts[0], parts[1]);
    }
    Safetensors.write(target, new StoredTensors(stored.tensors(), metadata));
    assertThatThrownBy(() -> ImageIndex.open(target))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(target + ": an index that is damaged");
  }

  @Test
  void anIndexOfALaterFormatIsRefused() {
    Path target = folder.resolve("photos.index");
    made(target, ALL).close();
    StoredTensors stored = Safetensors.read(target);
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    metadata.put("fovea.index", "2");
    Safetensors.write(target, new StoredTensors(stored.tensors(), metadata));
    assertThatThrownBy(() -> ImageIndex.open(target)).hasMessageContaining("format 2");
  }
}
