package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsualRecipeTest {
  @TempDir Path folder;

  private void images(int side) throws IOException {
    for (String name : new String[] {"cat", "dog"}) {
      Path target = Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < 6; i++) {
        BufferedImage image = new BufferedImage(side + 10 * i, side, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, i, name.hashCode());
        ImageIO.write(image, "png", target.resolve(i + ".png").toFile());
      }
    }
  }

  @Test
  void largeImagesOfClassFoldersArePhotos() throws IOException {
    images(65);
    UsualRecipe usual = UsualRecipe.of(folder.toString());
    assertThat(usual.name()).isEqualTo("photos");
    assertThat(usual.why())
        .hasValue(
            "the images of %s have 65 pixels, the median of their shorter sides, so the recipe is photos; --recipe names another"
                .formatted(folder));
  }

  @Test
  void smallImagesAndOtherDataKeepTheArticles() throws IOException {
    images(64);
    for (String data : new String[] {folder.toString(), "cifar10", "shapes", "missing"}) {
      assertThat(UsualRecipe.of(data).name()).isEqualTo("article");
      assertThat(UsualRecipe.of(data).why()).isEmpty();
    }
  }

  @Test
  void aRunThatNamesNoRecipeSaysWhichItIsAndWhy() throws IOException {
    images(70);
    Path run = folder.resolve("run");
    Outcome outcome =
        Outcome.of(
                "train",
                "--data",
                folder,
                "--out",
                run,
                "--set",
                "model.arguments.imageSize=32",
                "--set",
                "epochs=1")
            .succeeds();
    assertThat(outcome.err()).contains("70 pixels", "so the recipe is photos");
    assertThat(run.resolve("recipe.yaml")).content().contains("name: resnet18", "epochs: 1\n");
  }
}
