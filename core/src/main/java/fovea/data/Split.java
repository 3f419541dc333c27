package fovea.data;

/**
 * A part of a data set, by what it is for. The parts are types of their own, so that code which
 * chooses between models can't be handed the test images by mistake.
 */
public sealed interface Split {
  ImageSet images();

  /** What the weights are fitted to. */
  record Train(ImageSet images) implements Split {}

  /** What epochs, settings and stopping are chosen by. */
  record Validation(ImageSet images) implements Split {}

  /** What nothing is chosen by. */
  record Test(ImageSet images) implements Split {}
}
