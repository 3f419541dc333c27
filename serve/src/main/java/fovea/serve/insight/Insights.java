package fovea.serve.insight;

import fovea.serve.http.Reply;
import fovea.serve.http.Route;
import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ServedModels;
import fovea.serve.model.TemporaryFolder;
import fovea.serve.v1.Models;
import fovea.similar.ImageIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All that the page asks besides predictions. */
public final class Insights implements AutoCloseable {
  private final ServedModels models;
  private final List<ImageIndex> indexes;
  private final Consumer<String> forgotten;
  private final Questions questions;
  private final StudiedModels studied = new StudiedModels();
  private final Measurements measurements;
  private final TemporaryFolder folder = new TemporaryFolder();

  /**
   * @param data on which models are judged, if there are any
   * @param indexes of pictures, each by a model
   * @param forgotten hears the name of a model that was deleted
   */
  public Insights(
      ServedModels models,
      Limits limits,
      Optional<TestData> data,
      List<ImageIndex> indexes,
      Consumer<String> forgotten) {
    this.models = models;
    this.forgotten = forgotten;
    this.indexes = List.copyOf(indexes);
    measurements = new Measurements(data);
    questions = new Questions(limits.questions(), limits.questionTime());
  }

  /** What is found out about a picture, by the last word of its path. */
  private Map<String, Study> studies() {
    Map<String, Study> studies = new LinkedHashMap<>();
    studies.put("vary", new Vary());
    studies.put("attack", new AttackPicture());
    studies.put("layers", new LayerByLayer());
    studies.put("formats", new Formats());
    studies.put("explain", new Explain());
    studies.put("neighbours", new NearestPictures(indexes));
    return studies;
  }

  /** All of its routes. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    studies()
        .forEach(
            (name, study) -> {
              AskedStudy asked = new AskedStudy(models, studied, questions, study);
              Models.paths()
                  .forEach(path -> routes.add(Route.of("POST", path + "/" + name, asked)));
            });
    measured()
        .forEach(
            (name, asked) ->
                Models.paths()
                    .forEach(path -> routes.add(Route.of("GET", path + "/" + name, asked))));
    OnnxDownload onnx = new OnnxDownload(models, studied, questions);
    Models.paths().forEach(path -> routes.add(Route.of("GET", path + "/onnx", onnx)));
    SessionModels made = new SessionModels(models, folder);
    SessionClasses classes = new SessionClasses(models, studied, questions, made);
    Models.paths().forEach(path -> routes.add(Route.of("POST", path + "/classes", classes)));
    routes.add(
        Route.of(
            "DELETE",
            "/v1/questions/{question}",
            (exchange, words, query) -> {
              questions.giveUp(words.getOrDefault("question", ""));
              exchange.reply(Reply.empty(204));
            }));
    routes.add(
        Route.of(
            "DELETE",
            "/v1/models/{model}",
            (exchange, words, query) -> {
              String name = words.getOrDefault("model", "");
              made.remove(name);
              forgotten.accept(name);
              exchange.reply(Reply.empty(204));
            }));
    return routes;
  }

  /** What is found out by test pictures. */
  private Map<String, AskedMeasurement<?>> measured() {
    Map<String, AskedMeasurement<?>> asked = new LinkedHashMap<>();
    asked.put("examples", asked(measurements.pictures(), List.of("count"), TestPictures::examples));
    asked.put("curves", asked(measurements.curves(), List.of(), TestPictures::curves));
    asked.put("confusion", asked(measurements.judgements(), List.of(), TestPictures::confusion));
    asked.put(
        "confusion/images",
        asked(
            measurements.judgements(),
            List.of("truth", "predicted", "from", "count"),
            TestPictures::taken));
    return asked;
  }

  private <T> AskedMeasurement<T> asked(
      Measured<T> measured, List<String> parameters, AskedMeasurement.Answer<T> answer) {
    return new AskedMeasurement<>(models, questions, measurements, measured, parameters, answer);
  }

  /** Answers no question any more, be it under way. */
  public void refuse(Refusal why) {
    questions.refuse(why);
  }

  @Override
  public void close() {
    try (folder;
        studied;
        measurements) {
      questions.close();
      indexes.forEach(ImageIndex::close);
    }
  }
}
