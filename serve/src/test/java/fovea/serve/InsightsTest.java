package fovea.serve;

import static fovea.serve.RunningService.json;
import static fovea.serve.RunningService.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.FoveaException;
import fovea.data.Split;
import fovea.evaluate.Predictor;
import fovea.evaluate.Scores;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.nn.Summary;
import fovea.run.TrainedModel;
import fovea.serve.RunningService.Wanted;
import fovea.serve.insight.TestData;
import fovea.serve.model.ModelSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page asks besides predictions, held against the library's own answers. */
class InsightsTest {
  private static final String TINY = "/v1/models/tiny/";
  private static final TinyPictures PICTURES = new TinyPictures(90);

  @TempDir static Path folder;
  private static RunningService service;
  private static TrainedModel trained;
  private static Predictor predictor;

  @BeforeAll
  static void start() {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    service = RunningService.of(Wanted.USUAL.data(PICTURES), ModelSource.of(file));
    trained = TrainedModel.open(file);
    predictor = trained.predictor();
  }

  @AfterAll
  static void stop() {
    service.close();
    predictor.close();
    trained.close();
  }

  private static JsonNode study(String what, byte[] image) {
    HttpResponse<byte[]> response = service.post(TINY + what, image);
    assertThat(response.statusCode()).as("%s", json(response)).isEqualTo(200);
    return named(json(response));
  }

  private static JsonNode named(JsonNode reply) {
    assertThat(reply.path("model").asText()).isEqualTo("tiny");
    assertThat(Sha256.ofFile(trained.file())).startsWith(reply.path("version").asText());
    assertThat(reply.path("version").asText()).hasSize(12);
    return reply;
  }

  @Test
  void theLongestChangeIsThatOfAllValues() {
    byte[] image = RunningService.images(1)[0];
    double most = Math.sqrt(3 * TinyModels.SIDE * TinyModels.SIDE);
    String asked = "attack?norm=l2&steps=2&epsilon=";
    assertThat(study(asked + 0.99 * most, image).path("norm").asText()).isEqualTo("l2");
    refused(service.post(TINY + asked + 1.01 * most, image), 400, "wrong_parameter");
  }

  /** Asks until it has been measured, as the page does. */
  private static JsonNode measured(String what) throws InterruptedException {
    for (; ; ) {
      HttpResponse<byte[]> response = service.get(TINY + what);
      if (response.statusCode() != 202) {
        assertThat(response.statusCode()).as("%s", json(response)).isEqualTo(200);
        assertThat(json(response).path("data").asText()).isEqualTo(PICTURES.name());
        return named(json(response));
      }
      assertThat(json(response).path("state").asText()).isEqualTo("measuring");
      assertThat(response.headers().firstValue("Retry-After")).contains("1");
      Thread.sleep(20);
    }
  }

  private static BufferedImage picture(JsonNode address) {
    String text = address.asText();
    assertThat(text).startsWith("data:image/png;base64,");
    try {
      byte[] png = Base64.getDecoder().decode(text.substring(text.indexOf(',') + 1));
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Pixels test(int image) {
    byte[] rgb = PICTURES.images(trained).images().pixels(image);
    return new Pixels(TinyModels.SIDE, TinyModels.SIDE, rgb);
  }

  @Test
  void layersAreThoseOfTheSummaryWithWhatEachGives() {
    JsonNode reply = study("layers?maps=3", TinyModels.png(1));
    Summary summary = Summary.of(trained.model().network(), trained.model().input());
    assertThat(reply.path("layers")).hasSameSizeAs(summary.layers());
    for (int i = 0; i < summary.layers().size(); i++) {
      Summary.Layer layer = summary.layers().get(i);
      JsonNode found = reply.path("layers").path(i);
      assertThat(found.path("name").asText()).isEqualTo(layer.name());
      assertThat(found.path("type").asText()).isEqualTo(layer.type());
      assertThat(found.path("macs").asLong()).isEqualTo(layer.macs());
      assertThat(found.path("ms").asDouble()).isPositive();
      boolean isPicture = layer.outputShape().size() == 3;
      assertThat(found.path("maps")).hasSize(isPicture ? 3 : 0);
      for (JsonNode map : found.path("maps")) {
        BufferedImage image = picture(map.path("picture"));
        assertThat(image.getHeight()).isEqualTo(layer.outputShape().get(1).intValue());
        assertThat(map.path("low").asDouble()).isLessThanOrEqualTo(map.path("high").asDouble());
      }
    }
    assertThat(reply.path("totalMs").asDouble()).isPositive();
    JsonNode last = reply.path("layers").path(summary.layers().size() - 1);
    assertThat(last.path("values")).hasSize(TinyModels.CLASSES.size());
    double[] logits = new double[TinyModels.CLASSES.size()];
    double all = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = Math.exp(last.path("values").path(c).asDouble());
      all += logits[c];
    }
    for (JsonNode top : reply.path("top")) {
      int c = TinyModels.CLASSES.indexOf(top.path("class").asText());
      assertThat(logits[c] / all).isCloseTo(top.path("probability").asDouble(), within(1e-3));
    }
  }

  @Test
  void everyLayerThatAModelNamesCanBeLookedAt() {
    JsonNode layers = json(service.get("/v1/models/tiny")).path("layers");
    assertThat(layers.size()).isGreaterThan(2);
    byte[] picture = TinyModels.png(1);
    for (JsonNode layer : layers) {
      JsonNode map = study("explain?sanity=false&layer=" + layer.asText(), picture);
      assertThat(map.path("layer")).isEqualTo(layer);
      assertThat(map.path("relevance")).hasSize(TinyModels.SIDE * TinyModels.SIDE);
    }
    assertThat(study("explain?sanity=false", picture).path("layer"))
        .isEqualTo(layers.get(layers.size() - 1));
    assertThat(
            refused(service.post(TINY + "explain?layer=features.x", picture), 422, "not_possible"))
        .startsWith("the network has no layer `features.x`");
  }

  @Test
  void theConfusionMatrixCountsWhatThePredictorSays() throws InterruptedException {
    JsonNode reply = measured("confusion");
    long[][] matrix = new long[3][3];
    for (int i = 0; i < PICTURES.size(); i++) {
      matrix[i % 3][predicted(i)]++;
    }
    long right = 0;
    for (int t = 0; t < 3; t++) {
      right += matrix[t][t];
      for (int p = 0; p < 3; p++) {
        assertThat(reply.path("matrix").path(t).path(p).asLong()).isEqualTo(matrix[t][p]);
      }
    }
    assertThat(reply.path("images").asInt()).isEqualTo(PICTURES.size());
    assertThat(reply.path("accuracy").asDouble())
        .isCloseTo((double) right / PICTURES.size(), within(1e-9));
    assertThat(reply.path("perClass")).hasSize(3);
  }

  private static int predicted(int image) {
    float[] probabilities = scores(image).probabilities();
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return best;
  }

  private static Scores scores(int image) {
    return predictor.scores(List.of(test(image))).get(0);
  }

  @Test
  void aCellOpensItsPicturesTheSurestFirst() throws InterruptedException {
    JsonNode matrix = measured("confusion").path("matrix");
    int truth = 0;
    int taken = 0;
    for (int t = 0; t < 3; t++) {
      for (int p = 0; p < 3; p++) {
        boolean more = matrix.path(t).path(p).asInt() > matrix.path(truth).path(taken).asInt();
        truth = more ? t : truth;
        taken = more ? p : taken;
      }
    }
    String cell =
        "confusion/images?truth=%s&predicted=%s"
            .formatted(TinyModels.CLASSES.get(truth), TinyModels.CLASSES.get(taken));
    JsonNode all = measured(cell + "&count=100");
    assertThat(all.path("images").asInt()).isEqualTo(matrix.path(truth).path(taken).asInt());
    assertThat(all.path("shown")).hasSize(all.path("images").asInt());
    double before = 1;
    for (JsonNode shown : all.path("shown")) {
      int image = shown.path("image").asInt();
      assertThat(image % 3).isEqualTo(truth);
      assertThat(predicted(image)).isEqualTo(taken);
      double probability = shown.path("probability").asDouble();
      assertThat(probability)
          .isLessThanOrEqualTo(before)
          .isCloseTo(scores(image).probabilities()[taken], within(1e-4));
      before = probability;
      assertThat(picture(shown.path("picture")).getRGB(0, 0) & 0xff)
          .isEqualTo(test(image).rgb()[2] & 0xff);
    }
    JsonNode rest = measured(cell + "&from=1&count=1");
    assertThat(rest.path("shown").path(0)).isEqualTo(all.path("shown").path(1));
    refused(service.get(TINY + "confusion/images?truth=rad&predicted=red"), 400, "wrong_parameter");
  }

  @Test
  void examplesAreOfAsManyClassesAsPossible() throws InterruptedException {
    JsonNode shown = measured("examples?count=4").path("shown");
    assertThat(shown).hasSize(4);
    Set<String> classes = new HashSet<>();
    shown.forEach(one -> classes.add(one.path("class").asText()));
    assertThat(classes).containsExactlyInAnyOrderElementsOf(TinyModels.CLASSES);
  }

  @Test
  void curvesBeginWhereThePicturesAreAsTheyAre() throws InterruptedException {
    JsonNode reply = measured("curves");
    double plain = measured("confusion").path("accuracy").asDouble();
    assertThat(reply.path("accuracy").asDouble()).isCloseTo(plain, within(1e-9));
    Set<String> names = new HashSet<>();
    for (JsonNode curve : reply.path("curves")) {
      names.add(curve.path("name").asText());
      double still = curve.path("name").asText().equals("contrast") ? 1 : 0;
      for (JsonNode point : curve.path("points")) {
        if (point.path("value").asDouble() == still) {
          assertThat(point.path("accuracy").asDouble()).isCloseTo(plain, within(1e-9));
        }
      }
    }
    assertThat(names)
        .containsExactlyInAnyOrder("rotation", "brightness", "contrast", "noise", "blur");
  }

  @Test
  void withoutDataNothingIsMeasured() {
    Path file = TinyModels.write(folder.resolve("bare.safetensors"), 2);
    try (RunningService bare = RunningService.of(ModelSource.of(file))) {
      for (String what : new String[] {"confusion", "curves", "examples"}) {
        String sentence = refused(bare.get("/v1/models/bare/" + what), 404, "not_available");
        assertThat(sentence).contains("--data");
      }
    }
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInItsOwnWords() throws InterruptedException {
    Path file = TinyModels.write(folder.resolve("other.safetensors"), 3);
    TestData broken =
        new TestData() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Split.Test images(TrainedModel model) {
            throw new FoveaException("the model knows none of its classes");
          }
        };
    try (RunningService other =
        RunningService.of(Wanted.USUAL.data(broken), ModelSource.of(file))) {
      HttpResponse<byte[]> response = other.get("/v1/models/other/confusion");
      while (response.statusCode() == 202) {
        Thread.sleep(20);
        response = other.get("/v1/models/other/confusion");
      }
      assertThat(refused(response, 422, "not_possible")).contains("none of its classes");
    }
  }
}
