package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that don't fit into memory are decoded once, and are the same data set. */
class ImageCacheTest {
  @TempDir Path parent;
  private CachedFolder folder;

  @BeforeEach
  void folder() {
    folder = new CachedFolder(parent);
  }

  @Test
  void aFolderIsTheSameDataSetFromACacheAsInMemory() throws IOException {
    folder.with("cat", 20).with("dog/old", 9).with("dog", 9).with("ant", 5);
    Files.write(folder.images.resolve("ant/9.png"), Files.readAllBytes(image("cat/3.png")));
    Files.write(folder.images.resolve("cat/copy.png"), Files.readAllBytes(image("cat/4.png")));
    DataSet cached = folder.read().data();
    DataSet held = folder.inMemory().data();
    assertThat(cached.pixels().inMemory()).isFalse();
    assertThat(held.pixels().inMemory()).isTrue();
    assertThat(cached.pixels().bytes()).isEqualTo(held.pixels().bytes()).isEqualTo(45 * 108);
    for (HoldOut way : HoldOut.values()) {
      DataSet one = cached.holdingOut(way);
      DataSet other = held.holdingOut(way);
      assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
      assertSame(one.splits(), other.splits());
      assertSame(one.unseen(), other.unseen());
      assertSame(one.split(0.2, way, Rng.seeded(3)), other.split(0.2, way, Rng.seeded(3)));
    }
    assertThat(Copies.among(cached.unseen().test().images()).twoClasses()).isEqualTo(1);
    ChannelStatistics statistics = ChannelStatistics.of(cached.splits().train().images());
    ChannelStatistics others = ChannelStatistics.of(held.splits().train().images());
    assertThat(statistics.mean()).isEqualTo(others.mean());
    assertThat(statistics.std()).isEqualTo(others.std());
  }

  @Test
  void oneThatIsMadeHoldsNothingBesidesAndNeitherDoesItsFolder() throws IOException {
    folder.with("cat", 8).with("dog", 8);
    assertThat(folder.read().unreadable()).isEmpty();
    String name = folder.cache().getFileName().toString();
    assertThat(folder.cache().toFile().list())
        .containsExactlyInAnyOrder("index", "manifest.json", "pixels");
    assertThat(folder.caches.toFile().list())
        .containsExactlyInAnyOrder(name, name + ".building", name + ".used");
  }

  @Test
  void splitsShareACacheAndKeepWhatCanNotBeRead() throws IOException {
    folder.with("train/cat", 12).with("train/dog", 11).with("val/cat", 3).with("test/dog", 4);
    Files.writeString(image("test/dog/2.png"), "no image");
    Files.writeString(image("train/cat/7.png"), "none either");
    ImageFolder first = folder.read();
    assertThat(folder.decoded).hasValue(30);
    ImageFolder again = folder.read();
    ImageFolder held = folder.inMemory();
    assertThat(folder.decoded).hasValue(0);
    assertThat(folder.notes).isEmpty();
    for (ImageFolder read : List.of(first, again)) {
      assertThat(read.unreadable()).isEqualTo(held.unreadable()).hasSize(2);
      assertThat(read.counts()).isEqualTo(held.counts());
      assertThat(read.data(0.1).fingerprint()).isEqualTo(held.data(0.1).fingerprint());
      assertSame(read.data(0.1).splits(), held.data(0.1).splits());
      assertThatThrownBy(read::data)
          .hasMessageContaining("2 of 30 images can't be read")
          .hasMessageContaining(image("train/cat/7.png") + ": text, not an image");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5})
  void anImageThatCanBeReadByNowIsTakenUp(double oversize) throws IOException {
    folder.with("cat", 8).with("dog", 8);
    byte[] png = Files.readAllBytes(image("cat/5.png"));
    replace("cat/5.png", new byte[png.length]);
    assertThat(folder.read().unreadable()).hasSize(1);
    replace("cat/5.png", png);
    ImageFolder again = folder.read(oversize);
    assertThat(again.unreadable()).isEmpty();
    assertThat(again.data().fingerprint()).isEqualTo(folder.inMemory().data().fingerprint());
    assertThat(folder.notes.get(0))
        .endsWith(folder.images + " lacks images that can be read now, and is made anew");
    assertThat(folder.read(oversize).unreadable()).isEmpty();
    assertThat(folder.decoded).hasValue(0);
  }

  @Test
  void anImageMayBeUnreadableInEachSizeForAReasonOfItsOwn() throws IOException {
    folder.with("cat", 8).with("dog", 8);
    int length = Math.toIntExact(Files.size(image("cat/5.png")));
    replace("cat/5.png", new byte[length]);
    String before = folder.read().unreadable().get(0).message();
    replace("cat/5.png", "a".repeat(length).getBytes(StandardCharsets.US_ASCII));
    assertThat(folder.read(1.5).unreadable()).hasSize(1);
    assertThat(folder.inMemory().unreadable().get(0).message()).isNotEqualTo(before);
  }

  @Test
  void whatIsInUseStaysWhereTheFolderOfAllCachesIsALink() throws IOException {
    folder.with("cat", 10).with("dog", 10);
    Files.createDirectories(folder.caches.getParent());
    Files.createSymbolicLink(folder.caches, Files.createDirectory(parent.resolve("disk")));
    folder.room = 20 * 3 * 9 * 9 + new CacheIndex(20, 20).size(); // for either size, not for both
    assertThat(folder.read().unreadable()).isEmpty();
    Path cache = folder.cache();
    assertThatThrownBy(() -> folder.read(1.5))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("more than there is room for");
    assertThat(cache.resolve("pixels")).exists();
    assertThat(folder.caches.toFile().list()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void aClassOfWhichNoneCanBeReadIsRefusedFromACacheToo() throws IOException {
    folder.with("cat", 3).with("dog/old", 1);
    Files.writeString(image("dog/old/0.png"), "no image");
    for (int start = 0; start < 2; start++) {
      ImageFolder read = folder.read();
      assertThatThrownBy(() -> read.data(1))
          .hasMessageContaining(image("dog") + ": none of the images of this class can be read");
    }
  }

  @Test
  void aFolderUnderAnotherNameTellsItsFilesByThat() throws IOException {
    folder.with("cat", 3).with("dog", 3);
    Files.writeString(image("dog/1.png"), "no image");
    assertThat(folder.read().unreadable()).hasSize(1);
    CachedFolder other = new CachedFolder(parent.resolve("pets/.."));
    assertThat(other.read().unreadable().get(0).message())
        .startsWith(other.images.resolve("dog/1.png") + ": text");
    assertThat(other.decoded).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "touched", "added", "removed", "renamed", "moved"})
  void aChangedFolderIsReadAnew(String how) throws IOException {
    folder.with("cat", 8).with("dog", 8);
    folder.read();
    Path file = image("cat/5.png");
    switch (how) {
      case "changed" -> Files.write(file, Files.readAllBytes(image("dog/1.png")));
      case "touched" -> Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
      case "added" -> folder.with("bird", 2);
      case "removed" -> Files.delete(file);
      case "renamed" -> Files.move(file, image("cat/99.png"));
      default -> Files.move(file, image("dog/99.png"));
    }
    DataSet data = folder.read().data();
    assertThat(folder.decoded).hasPositiveValue();
    assertThat(data.fingerprint()).isEqualTo(folder.inMemory().data().fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pixels", "index", "manifest.json"})
  void aCacheThatIsCutShortIsMadeAnewWithANote(String file) throws IOException {
    folder.with("cat", 8).with("dog", 8);
    String fingerprint = folder.read().data().fingerprint();
    Path damaged = folder.cache().resolve(file);
    byte[] bytes = Files.readAllBytes(damaged);
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(folder.read().data().fingerprint()).isEqualTo(fingerprint);
    assertThat(folder.decoded).hasValue(16);
    assertThat(folder.notes.get(0))
        .isEqualTo(
            folder.cache() + ": the cache of " + folder.images + " is damaged and made anew");
    folder.read();
    assertThat(folder.decoded).hasValue(0);
  }

  @Test
  void aDamagedIndexIsFoundAtTheStart() throws IOException {
    folder.with("cat", 8).with("dog", 8);
    String fingerprint = folder.read().data().fingerprint();
    Rng rng = Rng.seeded(1);
    for (int i = 0; i < 5; i++) {
      flip(folder.cache().resolve("index"), rng);
      assertThat(folder.read().data().fingerprint()).isEqualTo(fingerprint);
      assertThat(folder.notes).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void damagedPixelsAreNeverHandedOut(long memory) throws IOException {
    folder.memory = memory;
    folder.with("cat", 8).with("dog", 8);
    ImageSet images = folder.read().data().unseen().train().images();
    int[] all = IntStream.range(0, 16).toArray();
    assertThat(images.pixels(all)).hasSize(16);
    flip(folder.cache().resolve("pixels"), Rng.seeded(2));
    assertThatThrownBy(() -> images.pixels(all))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(folder.cache().resolve("pixels") + ": the cache of the images of ")
        .hasMessageEndingWith("start again, and it is made anew");
    ImageSet anew = folder.read().data().unseen().train().images();
    assertThat(folder.notes.get(0)).endsWith(" is damaged and made anew");
    assertThat(anew.pixels(all)).hasSize(16);
  }

  @Test
  void whatAKilledProcessLeftIsNotBelievedAndRemoved() throws IOException {
    folder.with("cat", 8).with("dog", 8);
    folder.read();
    Path cache = folder.cache();
    Path left = cache.resolveSibling("." + cache.getFileName());
    Path others = cache.resolveSibling(".0123456789abcdef-0123456789abcdef");
    Files.move(cache, left);
    Files.createDirectory(others);
    Files.write(others.resolve("pixels"), new byte[100]);
    Files.createFile(cache.resolveSibling(others.getFileName().toString().substring(1) + ".used"));
    Path foreign = Files.createDirectory(cache.resolveSibling(".Trash-1000"));
    Files.write(foreign.resolve("letter"), new byte[100]);
    folder.read();
    assertThat(folder.decoded).hasValue(16);
    assertThat(foreign.resolve("letter")).exists();
    assertThat(left).doesNotExist();
    assertThat(others).doesNotExist();
  }

  @Test
  void anInterruptedThreadReadsOnAndSpoilsNothingForOthers() throws Exception {
    folder.with("cat", 20).with("dog", 20);
    ImageSet images = folder.read().data().unseen().train().images();
    ImageSet held = folder.inMemory().data().unseen().train().images();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      boolean interrupts = t % 2 == 0;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 400; i++) {
                  if (interrupts) {
                    Thread.currentThread().interrupt();
                  }
                  assertThat(images.pixels(i % 40)).isEqualTo(held.pixels(i % 40));
                  assertThat(Thread.interrupted()).isEqualTo(interrupts);
                }
              }));
    }
    threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failure.set(e)));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
  }

  private Path image(String name) {
    return folder.images.resolve(name);
  }

  /** Writes other bytes into a file that looks as before. */
  private void replace(String name, byte[] bytes) throws IOException {
    FileTime time = Files.getLastModifiedTime(image(name));
    Files.write(image(name), bytes);
    Files.setLastModifiedTime(image(name), time);
  }

  /** Changes one bit somewhere. */
  private static void flip(Path file, Rng rng) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[rng.nextInt(bytes.length)] ^= (byte) (1 << rng.nextInt(8));
    Files.write(file, bytes);
  }

  private static void assertSame(Splits splits, Splits others) {
    assertSame(splits.train().images(), others.train().images());
    assertThat(splits.validation().isPresent()).isEqualTo(others.validation().isPresent());
    splits
        .validation()
        .ifPresent(part -> assertSame(part.images(), others.validation().orElseThrow().images()));
    assertSame(splits.test().images(), others.test().images());
    assertThat(Copies.of(splits)).isEqualTo(Copies.of(others));
  }

  private static void assertSame(ImageSet images, ImageSet others) {
    assertThat(images.perClass()).isEqualTo(others.perClass());
    for (int i = 0; i < others.size(); i++) {
      assertThat(images.label(i)).isEqualTo(others.label(i));
      assertThat(images.pixels(i)).isEqualTo(others.pixels(i));
    }
  }
}
