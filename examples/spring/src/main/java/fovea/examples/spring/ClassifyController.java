package fovea.examples.spring;

import fovea.FoveaException;
import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.image.Resize;
import fovea.run.TrainedModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** {@code curl -F image=@holiday.jpg localhost:8080/classify}. */
@RestController
class ClassifyController {
  private final TrainedModel model;
  private final Predictor predictor;
  private final Turns turns;
  private final Timer timer;

  ClassifyController(TrainedModel model, Predictor predictor, Turns turns, MeterRegistry registry) {
    this.model = model;
    this.predictor = predictor;
    this.turns = turns;
    this.timer =
        Timer.builder("fovea.classify").description("Decoding and predicting").register(registry);
  }

  /** The classes of one image, the most probable first. */
  @PostMapping("/classify")
  ResponseEntity<?> classify(
      @RequestParam("image") MultipartFile image, @RequestParam(defaultValue = "5") int top)
      throws IOException, InterruptedException {
    byte[] bytes = image.getBytes();
    return turns
        .take(() -> timer.record(() -> predict(bytes)))
        .<ResponseEntity<?>>map(
            ranked ->
                ResponseEntity.ok(ranked.subList(0, Math.max(1, Math.min(top, ranked.size())))))
        .orElseGet(
            () ->
                ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header("Retry-After", "1")
                    .body(Map.of("error", "all turns are taken; ask again in a second")));
  }

  private List<Prediction> predict(byte[] file) {
    int height = (int) model.model().input().size(1);
    int width = (int) model.model().input().size(2);
    Pixels pixels = ImageFile.decode("upload", file);
    return predictor.predict(Resize.cover(pixels, height, width));
  }

  /** Whatever is wrong with an image is one sentence. */
  @ExceptionHandler
  ResponseEntity<Map<String, String>> refused(FoveaException e) {
    return ResponseEntity.status(422).body(Map.of("error", String.valueOf(e.getMessage())));
  }
}
