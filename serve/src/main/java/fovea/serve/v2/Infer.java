package fovea.serve.v2;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.evaluate.Scores;
import fovea.serve.batch.Answer;
import fovea.serve.batch.Decoding;
import fovea.serve.batch.Predictions;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Exchange;
import fovea.serve.http.ExpectedBody;
import fovea.serve.http.Json;
import fovea.serve.http.Query;
import fovea.serve.http.Reply;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Inference by the protocol: images as tensors or files, in JSON or behind it.
 *
 * @param replies where replies are written
 */
public record Infer(ServedModels models, Predictions predictions, Executor replies)
    implements Endpoint {
  private static final long MILLISECONDS = 10_000;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Inferred(
      @JsonProperty("model_name") String modelName,
      @JsonProperty("model_version") String modelVersion,
      @Nullable String id,
      List<Output> outputs) {}

  /**
   * @param data null where they follow the JSON
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @SuppressWarnings("ArrayRecordComponent") // made once and written
  private record Output(
      String name,
      List<Integer> shape,
      String datatype,
      @Nullable Map<String, Object> parameters,
      float @Nullable [] data) {}

  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    models.lease(words).close();
    exchange.read(
        ExpectedBody.of(exchange.limits().requestBytes(), "a request", 3),
        body -> predictions.aside(() -> exchange.guarded(() -> accept(exchange, words, body))));
  }

  private void accept(Exchange exchange, Map<String, String> words, byte[] body) {
    if (body.length == 0) {
      throw Refusal.empty("the request is empty, expected JSON");
    }
    ModelVersion.Lease lease = models.lease(words);
    InferRequest request;
    InferImages images;
    try {
      ModelVersion version = lease.version();
      int most = exchange.limits().images() * 3 * version.height() * version.width();
      request = InferReader.read(body, jsonLength(exchange, body), most, exchange.limits());
      images = InferImages.of(request, version, exchange.limits());
      exchange.countImages(images.size());
      List<Upload> files = images.files();
      if (files != null) {
        files.forEach(Decoding::requireImage);
      }
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
    CompletableFuture<Answer> answer =
        images.files() != null
            ? predictions.ofFiles(lease, images.files(), MILLISECONDS)
            : predictions.ofInputs(
                lease, images.inputs() == null ? List.of() : images.inputs(), MILLISECONDS);
    String id =
        request.id(); // all of it would be kept until the reply, were it asked for more then
    boolean binary = request.binaryReply();
    CompletableFuture<Answer> unused =
        answer.whenCompleteAsync(
            (found, thrown) -> {
              if (thrown == null) {
                exchange.guarded(() -> exchange.reply(reply(id, binary, found)));
              } else {
                exchange.fail(thrown);
              }
            },
            replies);
  }

  private static int jsonLength(Exchange exchange, byte[] body) {
    Optional<String> header = exchange.header(Protocol.HEADER_LENGTH);
    if (header.isEmpty()) {
      return body.length;
    }
    String text = header.get().strip();
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > body.length) {
      throw Refusal.malformed(
          "%s is `%s`, expected a number of bytes, at most the body's %d"
              .formatted(Protocol.HEADER_LENGTH, text, body.length));
    }
    return Integer.parseInt(text);
  }

  private static Reply reply(@Nullable String id, boolean binary, Answer answer) {
    int images = answer.scores().size();
    int classes = answer.classes().size();
    float[] all = new float[images * classes];
    int at = 0;
    for (Scores scores : answer.scores()) {
      System.arraycopy(scores.probabilities(), 0, all, at, classes);
      at += classes;
    }
    Map<String, Object> parameters = Map.of("binary_data_size", Float.BYTES * all.length);
    byte[] json =
        Json.bytes(
            new Inferred(
                answer.model(),
                answer.version(),
                id,
                List.of(
                    new Output(
                        Protocol.PROBABILITIES,
                        List.of(images, classes),
                        Protocol.FP32,
                        binary ? parameters : null,
                        binary ? null : all))));
    if (!binary) {
      return Reply.of(200, Reply.JSON, json);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(json.length + Float.BYTES * all.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(json).asFloatBuffer().put(all);
    return Reply.of(200, Protocol.BINARY, bytes.array())
        .with(Protocol.HEADER_LENGTH, String.valueOf(json.length));
  }
}
