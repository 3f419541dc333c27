package fovea.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.data.folder.FolderLayout.Labelled;
import fovea.files.RawNames;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is decoded: files that are called images are enough. */
class FolderLayoutTest {
  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(parent.resolve("pets"));
  }

  @Test
  void imagesAtAnyDepthBelongToTheirClass() throws IOException {
    files("cat/a.jpg", "cat/part1/b.jpg", "dog/old/2019/may/c.jpg", "dog/old/d.jpg");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(described(layout))
        .containsExactly(
            "train cat cat/a.jpg",
            "train cat cat/part1/b.jpg",
            "train dog dog/old/d.jpg",
            "train dog dog/old/2019/may/c.jpg");
    assertThat(layout.leftOut()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "train, val, test",
    "Train, Val, Test",
    "TRAIN, VALID, TESTING",
    "training, validation, testing",
    "Training, Validation, Testing",
    "seg_train, seg_val, seg_test",
    "training_set, valid-set, test set",
    "images.train, images.val, images.test",
    "asl_alphabet_train, valid, test",
    "train2017, val2017, test2017",
    "TrainingData, ValidationData, TestData",
    "trainset, valset, testset",
    "train, val, test1",
  })
  void splitsAreUnderstoodInAnyCaseAndWithWordsAround(String train, String val, String test)
      throws IOException {
    for (String split : List.of(train, val, test)) {
      files(split + "/cat/a.jpg", split + "/dog/b.jpg");
    }
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(layout.classes()).containsExactly("cat", "dog");
    assertThat(described(layout))
        .containsExactlyInAnyOrder(
            "train cat " + train + "/cat/a.jpg",
            "train dog " + train + "/dog/b.jpg",
            "validation cat " + val + "/cat/a.jpg",
            "validation dog " + val + "/dog/b.jpg",
            "test cat " + test + "/cat/a.jpg",
            "test dog " + test + "/dog/b.jpg");
  }

  @Test
  void classesMayBeCalledAfterSplits() throws IOException {
    files("night_train/a.jpg", "crash_test/b.jpg", "train/c.jpg");
    assertThat(FolderLayout.of(folder).classes())
        .containsExactly("crash_test", "night_train", "train");
  }

  @Test
  void classesCalledAfterSplitsMayHoldFolders() throws IOException {
    files("night_train/old/a.jpg", "night_train/new/a.jpg", "crash_test/front/b.jpg");
    assertThat(FolderLayout.of(folder).classes()).containsExactly("crash_test", "night_train");
  }

  @Test
  void imagesBesideFoldersWithoutAnyAreLookedInto() throws IOException {
    files("images/train/cat/a.jpg", "images/train/dog/a.jpg", "images/val/cat/a.jpg");
    files("labels/train/cat/a.txt", "labels/val/cat/a.txt", "data.yaml");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(described(layout))
        .containsExactly(
            "train cat images/train/cat/a.jpg",
            "train dog images/train/dog/a.jpg",
            "validation cat images/val/cat/a.jpg");
    assertThat(leftOut(layout)).containsExactly("data.yaml NO_IMAGE", "labels BESIDE_SPLITS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "data/data", "data/v2/images"})
  void aNeedlessLevelIsLookedInto(String level) throws IOException {
    files(level + "/cat/a.jpg", level + "/dog/b.jpg", level + "/dog/old/c.jpg", "README.md");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(layout.classes()).containsExactly("cat", "dog");
    assertThat(layout.size()).isEqualTo(3);
    assertThat(leftOut(layout)).containsExactly("README.md NO_IMAGE");
  }

  @Test
  void needlessLevelsAboveAndWithinSplitsAreLookedInto() throws IOException {
    files(
        "archive/seg_train/seg_train/cat/a.jpg",
        "archive/seg_train/seg_train/dog/a.jpg",
        "archive/seg_test/seg_test/cat/b.jpg",
        "archive/seg_pred/seg_pred/c.jpg");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(described(layout))
        .containsExactly(
            "train cat archive/seg_train/seg_train/cat/a.jpg",
            "train dog archive/seg_train/seg_train/dog/a.jpg",
            "test cat archive/seg_test/seg_test/cat/b.jpg");
    assertThat(leftOut(layout)).containsExactly("archive/seg_pred BESIDE_SPLITS");
  }

  @Test
  void aSplitsOnlyClassIsNoNeedlessLevel() throws IOException {
    files("train/cat/a.jpg", "train/dog/a.jpg", "test/cat/part1/b.jpg", "test/cat/part2/c.jpg");
    assertThat(described(FolderLayout.of(folder)))
        .contains("test cat test/cat/part1/b.jpg", "test cat test/cat/part2/c.jpg");
  }

  @Test
  void aFolderToJudgeOnMayHoldLessThanOneToTrainOn() throws IOException {
    files("test/cat/a.jpg", "test/dog/b.jpg");
    FolderLayout testOnly = FolderLayout.of(folder);
    assertThat(testOnly.splits()).containsOnlyKeys(SplitWord.TEST);
    assertThat(testOnly.classes()).containsExactly("cat", "dog");
    files("train/cat/a.jpg");
    assertThat(FolderLayout.of(folder).splits().keySet())
        .containsExactly(SplitWord.TRAIN, SplitWord.TEST);
  }

  @Test
  void runsAreLeftOutWhereverTheyLie() throws IOException {
    files("cat/a.jpg", "dog/b.jpg");
    run("runs/first");
    run("runs/more/second");
    run("third");
    run("dog/fourth");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(layout.classes()).containsExactly("cat", "dog");
    assertThat(layout.size()).isEqualTo(2);
    assertThat(leftOut(layout)).containsExactly("dog/fourth RUN", "runs RUNS", "third RUN");
  }

  @Test
  void aFolderWithRunsAndImagesKeepsItsImages() throws IOException {
    files("cat/a.jpg", "dog/b.jpg", "owl/photos/c.jpg");
    run("owl/run");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(described(layout)).contains("train owl owl/photos/c.jpg").hasSize(3);
    assertThat(leftOut(layout)).containsExactly("owl/run RUN");
  }

  @Test
  void aRecipeAloneMakesNoRun() throws IOException {
    files("cat/a.jpg", "cake/b.jpg", "cake/recipe.yaml");
    assertThat(FolderLayout.of(folder).classes()).containsExactly("cake", "cat");
  }

  @Test
  void whatSystemsPutThereIsNoPartOfTheData() throws IOException {
    files("cat/a.jpg", "dog/b.jpg", "cat/@eaDir/a.jpg/thumb.jpg", "$RECYCLE.BIN/c.jpg");
    files("System Volume Information/x", "__MACOSX/cat/._a.jpg", "lost+found/x.jpg");
    files("cat/Thumbs.db", "dog/desktop.ini", ".DS_Store", "cat/._a.jpg", ".thumbnails/d.jpg");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(described(layout)).containsExactly("train cat cat/a.jpg", "train dog dog/b.jpg");
    assertThat(leftOut(layout))
        .containsExactly(
            "$RECYCLE.BIN SYSTEM",
            "System Volume Information SYSTEM",
            "__MACOSX SYSTEM",
            "cat/@eaDir SYSTEM",
            "lost+found SYSTEM");
  }

  @Test
  void whatElseIsLeftOutIsListed() throws IOException {
    files("train/cat/a.jpg", "train/cat/old/a.txt", "train/dog/b.jpg", "train/stray.jpg");
    files("LICENSE", "stray.png", "boxes/a.xml", "test/dog/b.jpg", "test/list.csv");
    assertThat(leftOut(FolderLayout.of(folder)))
        .containsExactly(
            "LICENSE NO_IMAGE",
            "boxes BESIDE_SPLITS",
            "stray.png OUTSIDE_CLASSES",
            "test/list.csv NO_IMAGE",
            "train/cat/old/a.txt NO_IMAGE",
            "train/stray.jpg OUTSIDE_CLASSES");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void linksToFoldersAreFollowedButNotInCircles() throws IOException {
    files("cat/a.jpg", "dog/b.jpg");
    Path elsewhere = Files.createDirectories(parent.resolve("elsewhere/owl/young")).getParent();
    Files.writeString(elsewhere.resolve("young/c.jpg"), "");
    link("owl", elsewhere);
    link("dog/puppies", elsewhere.resolve("young"));
    link("dog/again", elsewhere.resolve("young"));
    link("dog/up", folder);
    Files.createSymbolicLink(elsewhere.resolve("back"), elsewhere);
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(described(layout))
        .containsExactly(
            "train cat cat/a.jpg",
            "train dog dog/b.jpg",
            "train dog dog/again/c.jpg",
            "train owl owl/young/c.jpg");
    assertThat(leftOut(layout)).containsExactly("dog/up LOOP", "owl/back LOOP");
  }

  /** Each leads to all others: as many ways as there are orders of them. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void foldersThatLinkToEachOtherTakeNoLongTime() throws IOException {
    for (int i = 0; i < 12; i++) {
      files("c" + i + "/x/a.jpg");
    }
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        link("c" + i + "/x/to" + j, folder.resolve("c" + j + "/x"));
      }
    }
    assertThat(FolderLayout.of(folder).size()).isEqualTo(12 * 12);
  }

  @Test
  void namesInTwoNormalFormsAreOneClass() throws IOException {
    files("train/K\u00e4fer/a.jpg", "train/dog/a.jpg", "test/Ka\u0308fer/b.jpg", "test/dog/b.jpg");
    FolderLayout layout = FolderLayout.of(folder);
    layout.requireTrainable();
    assertThat(layout.classes()).containsExactly("K\u00e4fer", "dog");
    assertThat(layout.images(SplitWord.TEST)).extracting(Labelled::label).containsExactly(0, 1);
  }

  @Test
  void namesThatAreNotUtf8StayApart() throws IOException, InterruptedException {
    RawNames.make(folder, "caf\\351/a.jpg", "caf\\350/a.jpg");
    files("tea/a.jpg");
    FolderLayout layout = FolderLayout.of(folder);
    assertThat(layout.classes()).containsExactly("caf\\xe8", "caf\\xe9", "tea");
    assertThat(layout.images(SplitWord.TRAIN)).extracting(Labelled::label).containsExactly(0, 1, 2);
    assertThat(layout.images(SplitWord.TRAIN)).allMatch(image -> Files.exists(image.file()));
  }

  /** Any tree of folders: each image is in exactly one class, or left out. */
  @Test
  void everyFileIsInTheDataOrLeftOut() throws IOException {
    for (long seed = 1; seed <= 40; seed++) {
      Rng rng = Rng.seeded(seed);
      folder = Files.createDirectory(parent.resolve("tree" + seed));
      Set<String> all = new TreeSet<>();
      for (int i = 0; i < 30; i++) {
        StringBuilder name = new StringBuilder("c" + rng.nextInt(3) + "/");
        for (int depth = rng.nextInt(4); depth > 0; depth--) {
          name.append("f").append(rng.nextInt(3)).append('/');
        }
        name.append(i).append(rng.nextInt(4) == 0 ? ".txt" : ".jpg");
        all.add(name.toString());
      }
      files(all.toArray(String[]::new));
      FolderLayout layout = FolderLayout.of(folder);
      Set<String> found = new TreeSet<>();
      layout
          .images(SplitWord.TRAIN)
          .forEach(
              image -> {
                String name = relative(image.file());
                assertThat(name).startsWith(layout.classes().get(image.label()) + "/");
                assertThat(found.add(name)).isTrue();
              });
      assertThat(found).allMatch(name -> name.endsWith(".jpg"));
      layout.leftOut().forEach(out -> assertThat(found.add(relative(out.path()))).isTrue());
      assertThat(found).as("seed " + seed).isEqualTo(all);
    }
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private void run(String name) throws IOException {
    files(name + "/recipe.yaml", name + "/environment.json", name + "/curves.svg");
    files(name + "/checkpoint/state.safetensors");
  }

  private void link(String name, Path target) {
    try {
      Files.createSymbolicLink(folder.resolve(name), target);
    } catch (UnsupportedOperationException | IOException e) {
      assumeTrue(false, "no symbolic links here");
    }
  }

  /** {@code train cat cat/a.jpg}. */
  private List<String> described(FolderLayout layout) {
    return new TreeMap<>(layout.splits())
        .entrySet().stream()
            .flatMap(
                split ->
                    split.getValue().stream()
                        .map(
                            image ->
                                "%s %s %s"
                                    .formatted(
                                        split.getKey(),
                                        layout.classes().get(image.label()),
                                        relative(image.file()))))
            .toList();
  }

  private List<String> leftOut(FolderLayout layout) {
    return layout.leftOut().stream().map(o -> relative(o.path()) + " " + o.reason()).toList();
  }

  private String relative(Path path) {
    return folder.relativize(path).toString().replace('\\', '/');
  }
}
