package fovea.serve.insight;

import fovea.data.Split;
import fovea.run.TrainedModel;

/** Pictures with known classes, on which models are judged. */
public interface TestData {
  /** As people call it. */
  String name();

  /**
   * Those of a model's classes, none of which it was trained on as far as anyone knows.
   *
   * @throws fovea.FoveaException if they can't be read, or show none of its classes
   */
  Split.Test images(TrainedModel trained);
}
