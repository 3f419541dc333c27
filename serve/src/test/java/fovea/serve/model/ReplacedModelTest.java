package fovea.serve.model;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.run.FeatureFile;
import fovea.serve.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of models whose files are replaced while they are served. */
class ReplacedModelTest {
  @TempDir Path folder;

  private static void move(Path from, Path to) throws IOException {
    Path unused = Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void featuresThatArriveAfterTheirModelAreNoticed() throws IOException {
    Path file = TinyModels.writeComparing(folder.resolve("tiny.safetensors"), 1);
    Path other = TinyModels.writeComparing(folder.resolve("other.safetensors"), 2);
    List<String> notices = new ArrayList<>();
    try (ServedModels models =
        new ServedModels(List.of(ModelSource.of(file)), 1, notices::add, (name, served) -> {})) {
      models.load();
      List<String> before = models.versions("tiny");
      move(other, file);
      models.lookTwice();
      assertThat(notices).hasSize(1).allMatch(notice -> notice.contains("can't be served"));
      assertThat(models.versions("tiny")).isEqualTo(before);
      move(FeatureFile.beside(other), FeatureFile.beside(file));
      models.lookTwice();
      assertThat(notices).hasSize(2);
      assertThat(notices.get(1)).contains("was replaced; tiny is served with");
      assertThat(models.versions("tiny")).isNotEqualTo(before);
    }
  }

  @Test
  void featuresThatAreGoneMayBeAboutToBeReplaced() throws IOException {
    Path file = TinyModels.writeComparing(folder.resolve("tiny.safetensors"), 1);
    List<String> notices = new ArrayList<>();
    try (ServedModels models =
        new ServedModels(List.of(ModelSource.of(file)), 1, notices::add, (name, served) -> {})) {
      models.load();
      Files.delete(FeatureFile.beside(file));
      models.lookTwice();
      assertThat(notices).isEmpty();
    }
  }

  @Test
  void aVersionThatBecomesWhatAnotherIsCountsOnce() {
    List<ModelSource> sources =
        Stream.of(1, 2)
            .map(seed -> TinyModels.write(folder.resolve("v" + seed + ".safetensors"), seed))
            .map(file -> new ModelSource("a", file))
            .toList();
    try (ServedModels models = new ServedModels(sources, 1, notice -> {}, (name, served) -> {})) {
      models.load();
      assertThat(models.versions("a")).hasSize(2);
      Path unused = TinyModels.write(sources.get(1).path(), 1);
      models.lookTwice();
      assertThat(models.versions("a")).hasSize(1);
    }
  }

  @Test
  void whatFailsForOneModelKeepsNoneFromBeingReplaced() {
    List<ModelSource> sources =
        Stream.of("a", "b")
            .map(name -> TinyModels.write(folder.resolve(name + ".safetensors"), 1))
            .map(ModelSource::of)
            .toList();
    List<String> heard = new ArrayList<>();
    try (ServedModels models =
        new ServedModels(
            sources,
            1,
            notice -> {},
            (name, served) -> {
              heard.add(name);
              throw new IllegalStateException("whoever hears of it fails");
            })) {
      models.load();
      for (int round = 1; round <= 2; round++) {
        for (ModelSource source : sources) {
          Path unused = TinyModels.write(source.path(), round + 1);
        }
        models.lookTwice();
      }
      assertThat(heard).containsExactly("a", "b", "a", "b");
    }
  }
}
