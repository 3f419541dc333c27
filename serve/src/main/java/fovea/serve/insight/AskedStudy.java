package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fovea.FoveaException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers a study, by one picture in the request's body. */
record AskedStudy(ServedModels models, StudiedModels studied, Questions questions, Study study)
    implements Endpoint {

  /** Where the time went. */
  record Took(double queueMs, double computeMs) {}

  private record Studied(String model, String version, @JsonUnwrapped Object found, Took timing) {}

  @Override
  public List<String> parameters() {
    return study.parameters();
  }

  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    models.lease(words).close();
    Optional<String> type = exchange.header("Content-Type");
    exchange.read(
        ExpectedBody.of(
                exchange.limits().fileBytes() + (1 << 16),
                "an image",
                Uploads.isMultipart(type) ? 2 : 1)
            .waiting(),
        body ->
            questions.ask(
                new Question(
                    exchange.id(),
                    study.heedsInterrupts(),
                    waited ->
                        exchange.guarded(
                            () ->
                                answer(
                                    exchange, words, query, upload(exchange, type, body), waited)),
                    exchange::refuse)));
  }

  private static Upload upload(Exchange exchange, Optional<String> type, byte[] body) {
    List<Upload> uploads = Uploads.of(type, body, exchange.limits());
    if (uploads.size() != 1) {
      throw Refusal.oneImage("%d images, expected one".formatted(uploads.size()));
    }
    exchange.countImages(1);
    Decoding.requireImage(uploads.get(0));
    return uploads.get(0);
  }

  private void answer(
      Exchange exchange,
      Map<String, String> words,
      Query query,
      Upload upload,
      Question.Waited waited) {
    String name = words.getOrDefault("model", "");
    try (ModelVersion.Lease lease = models.lease(name, words.get("version"))) {
      long start = System.nanoTime();
      ModelVersion version = lease.version();
      Pixels picture =
          Decoding.decode(upload, version.height(), version.width(), exchange.limits());
      Object found = study.of(studied.of(version), picture, query);
      double took = Math.round((System.nanoTime() - start) / 1e3) / 1e3;
      exchange.reply(
          Reply.json(
              new Studied(name, version.version(), found, new Took(waited.queueMs(), took))));
    } catch (FoveaException e) { // what this model can't be asked
      throw NotPossible.because(e);
    }
  }
}
