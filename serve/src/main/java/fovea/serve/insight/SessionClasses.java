package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.FoveaException;
import fovea.audit.Proportion;
import fovea.data.folder.ClassName;
import fovea.fewshot.NewClass;
import fovea.image.Pixels;
import fovea.serve.batch.Decoding;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Exchange;
import fovea.serve.http.ExpectedBody;
import fovea.serve.http.Query;
import fovea.serve.http.Reply;
import fovea.serve.http.Uploads;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import fovea.serve.v1.Models;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model that knows one class more, by photos, and serves it until the service ends. The
 * model that it was made of stays as it is.
 *
 * @param made where such models are kept
 */
record SessionClasses(
    ServedModels models, StudiedModels studied, Questions questions, SessionModels made)
    implements Endpoint {

  /**
   * @param recognised null: how many of the photos are told follows from what was asked for
   * @param drawn share of drawn pictures, of nothing in particular, that is taken for the class
   * @param seconds that learning took
   */
  private record Learnt(
      String model,
      String version,
      String of,
      @JsonProperty("class") String name,
      int classes,
      int photos,
      @Nullable Integer recognised,
      Proportion drawn,
      double seconds,
      String download) {}

  @Override
  public List<String> parameters() {
    return List.of("name", "accept");
  }

  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    Optional<String> type = exchange.header("Content-Type");
    Optional<String> asked = query.text("name");
    if (asked.isPresent() || !Uploads.isMultipart(type)) {
      String unused = checked(asked); // before anything is sent
    }
    double accept = query.figure("accept", 0.01, 1).orElse(NewClass.ACCEPTED);
    models.lease(words).close();
    models.requireRoomForSession(); // before anything is sent or learnt
    exchange.read(
        ExpectedBody.of(exchange.limits().requestBytes(), "a request", 2).waiting(),
        body ->
            questions.ask(
                exchange::refuse,
                waited ->
                    exchange.guarded(
                        () -> {
                          List<Upload> photos = Uploads.of(type, body, exchange.limits());
                          String name =
                              checked(asked.or(() -> Uploads.name(type, body, exchange.limits())));
                          exchange.countImages(photos.size());
                          photos.forEach(Decoding::requireImage);
                          learn(exchange, words, name, accept, photos);
                        })));
  }

  private static String checked(Optional<String> name) {
    String found =
        name.map(String::strip)
            .filter(text -> !text.isEmpty() && text.length() <= 100)
            .orElseThrow(
                () ->
                    Refusal.wrongParameter(
                        "the new class needs a name of at most 100 letters, expected `name`"));
    ClassName.fault(found)
        .ifPresent(
            fault -> {
              throw Refusal.wrongParameter("the new class's name " + fault);
            });
    return found;
  }

  private void learn(
      Exchange exchange,
      Map<String, String> words,
      String name,
      double accept,
      List<Upload> photos) {
    try (ModelVersion.Lease lease = models.lease(words)) {
      models.requireRoomForSession(); // others may have been taught while this waited
      ModelVersion version = lease.version();
      if (ClassName.indexOf(version.classes(), name) >= 0) {
        throw Refusal.classExists("the model has a class `%s` already".formatted(name));
      }
      StudiedModel model = studied.of(version);
      List<Pixels> pictures =
          photos.stream()
              .map(
                  photo ->
                      Decoding.decode(photo, version.height(), version.width(), exchange.limits()))
              .toList();
      String called = version.name() + "+" + name.replaceAll("[^A-Za-z0-9._-]", "-");
      Lesson lesson = new Lesson(model, name, accept, pictures, photos);
      try (ModelVersion.Lease served = made.add(called, lesson::writeTo)) {
        exchange.reply(
            Reply.json(
                new Learnt(
                    served.version().name(),
                    served.version().version(),
                    version.name(),
                    name,
                    served.version().classes().size(),
                    photos.size(),
                    null,
                    lesson.drawn(),
                    lesson.seconds(),
                    Models.path(served.version().name()) + "/file")));
      }
    } catch (FoveaException e) { // a head that takes no class more
      throw NotPossible.because(e);
    }
  }
}
