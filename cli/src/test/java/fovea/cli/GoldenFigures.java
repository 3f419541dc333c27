package fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the commands say of a run, as programs read it: what a golden keeps beside the run. */
final class GoldenFigures {
  static final List<String> SPLITS = List.of("test", "validation", "train");
  static final JsonMapper JSON = new JsonMapper();

  private GoldenFigures() {}

  /**
   * All figures of a run.
   *
   * @param data where they lie
   */
  static ObjectNode of(Path run, String data, Path predicted) throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("sha256", sha256(run.resolve("model.safetensors")));
    boolean validates = hasValidation(run);
    for (String split : SPLITS) {
      if (validates || !split.equals("validation")) {
        all.set(split, evaluation(run, data, split));
      }
    }
    all.set("predictions", predictions(run, predicted));
    if (Files.exists(run.resolve("int8.json"))) {
      all.set("int8Test", evaluation(run, data, "test", "--int8"));
      all.set("int8Predictions", predictions(run, predicted, "--int8"));
    }
    all.set("summary", summary(run));
    return all;
  }

  private static boolean hasValidation(Path run) throws IOException {
    JsonNode result = JSON.readTree(run.resolve("result.json").toFile());
    return !result.get("validationAccuracy").isNull();
  }

  static ObjectNode evaluation(Path model, String data, String split, String... options)
      throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            List.of("evaluate", model, "--data", data, "--split", split, "--json", "-"));
    arguments.addAll(List.of(options));
    JsonNode all = JSON.readTree(Outcome.of(arguments.toArray()).succeeds().out());
    ObjectNode kept = JSON.createObjectNode();
    for (String figure :
        List.of("fingerprint", "images", "accuracy", "loss", "macroF1", "confusionMatrix")) {
      kept.set(figure, all.required(figure));
    }
    return kept;
  }

  /** By image, by class: the probability. */
  static ObjectNode predictions(Path model, Path folder, String... options) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("predict", model, "--json", "--top", 100));
    arguments.addAll(List.of(options));
    List<Path> images = GoldenImages.in(folder);
    arguments.addAll(images);
    JsonNode all = JSON.readTree(Outcome.of(arguments.toArray()).succeeds().out());
    ObjectNode byImage = JSON.createObjectNode();
    for (int i = 0; i < images.size(); i++) {
      ObjectNode byClass = byImage.putObject(images.get(i).getFileName().toString());
      for (JsonNode one : all.get(i).required("predictions")) {
        byClass.set(one.required("class").asText(), one.required("probability"));
      }
    }
    return byImage;
  }

  static JsonNode summary(Path model) throws IOException {
    return JSON.readTree(Outcome.of("summary", model, "--json").succeeds().out());
  }

  static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
