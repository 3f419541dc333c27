package fovea.examples.spring;

import fovea.evaluate.Predictor;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.run.TrainedModel;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code /actuator/health}: up if the model answers, with which weights. */
@Component
class ModelHealth implements HealthIndicator {
  private final Predictor predictor;
  private final Pixels black;
  private final String weights;
  private final String name;

  ModelHealth(TrainedModel model, Predictor predictor) {
    this.predictor = predictor;
    int height = (int) model.model().input().size(1);
    int width = (int) model.model().input().size(2);
    black = new Pixels(width, height, new byte[3 * height * width]);
    weights = Sha256.ofFile(model.file()).substring(0, 12);
    name = model.model().name();
  }

  @Override
  public Health health() {
    int classes = predictor.predict(black).size();
    return Health.up()
        .withDetail("model", name)
        .withDetail("weights", weights)
        .withDetail("classes", classes)
        .build();
  }
}
