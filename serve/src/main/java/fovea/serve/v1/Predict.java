package fovea.serve.v1;

import fovea.serve.batch.Answer;
import fovea.serve.batch.Decoding;
import fovea.serve.batch.Predictions;
import fovea.serve.batch.Timing;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Exchange;
import fovea.serve.http.ExpectedBody;
import fovea.serve.http.Query;
import fovea.serve.http.Reply;
import fovea.serve.http.Uploads;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The classes of one image file, or of several in a multipart body.
 *
 * @param replies where replies are written
 */
public record Predict(ServedModels models, Predictions predictions, Executor replies)
    implements Endpoint {
  /** Classes that are named of an image, unless others are asked for. */
  public static final int TOP = 5;

  private static final int MOST_CLASSES = 100_000;
  private static final int USUAL_MILLISECONDS = 10_000;
  private static final int MOST_MILLISECONDS = 60_000;

  /** What is replied. */
  public record Predicted(String model, String version, List<Recognised> images, Timing timing) {}

  @Override
  public List<String> parameters() {
    return List.of("top", "timeoutMs");
  }

  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    int top = query.number("top", 1, MOST_CLASSES, TOP);
    long milliseconds = query.number("timeoutMs", 1, MOST_MILLISECONDS, USUAL_MILLISECONDS);
    ModelVersion.Lease lease = models.lease(words);
    lease.close(); // who is slow to send doesn't keep a model that was replaced
    Optional<String> type = exchange.header("Content-Type");
    boolean several = Uploads.isMultipart(type);
    exchange.read(
        several
            ? ExpectedBody.of(exchange.limits().requestBytes(), "a request", 2)
            : ExpectedBody.of(exchange.limits().fileBytes(), "an image", 1),
        body -> {
          Runnable accept = () -> accept(exchange, words, type, body, top, milliseconds);
          if (several) {
            predictions.aside(() -> exchange.guarded(accept));
          } else {
            accept.run();
          }
        });
  }

  private void accept(
      Exchange exchange,
      Map<String, String> words,
      Optional<String> type,
      byte[] body,
      int top,
      long milliseconds) {
    List<Upload> files = Uploads.of(type, body, exchange.limits());
    exchange.countImages(files.size());
    files.forEach(Decoding::requireImage);
    ModelVersion.Lease lease = models.lease(words);
    CompletableFuture<Answer> answer = predictions.ofFiles(lease, files, milliseconds);
    CompletableFuture<Answer> unused =
        answer.whenCompleteAsync(
            (found, thrown) -> {
              if (thrown == null) {
                exchange.guarded(() -> exchange.reply(Reply.json(predicted(found, top))));
              } else {
                exchange.fail(thrown);
              }
            },
            replies);
  }

  private static Predicted predicted(Answer answer, int top) {
    return new Predicted(
        answer.model(), answer.version(), Recognised.of(answer, top), answer.timing());
  }
}
