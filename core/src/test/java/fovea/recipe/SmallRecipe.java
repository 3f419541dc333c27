package fovea.recipe;

/** A recipe that learns {@code SmallImages} in a second. */
public final class SmallRecipe {
  private SmallRecipe() {}

  public static Recipe with(String... settings) {
    return Recipe.standard()
        .with(
            "model.arguments.imageSize=8",
            "model.arguments.blocks=1",
            "epochs=4",
            "batchSize=16",
            "threads=1",
            "optimizer.learningRate=0.05",
            "augment.horizontalFlip=true",
            "augment.rotation=10",
            "augment.shift=1",
            "labelSmoothing=0.1")
        .with(settings);
  }
}
