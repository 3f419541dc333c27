package fovea.pretrained;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code config.json} says, which timm lays beside weights.
 *
 * @param architecture timm's name of the network
 * @param colours by which images are normalised, if it says
 */
public record TimmConfig(String architecture, Optional<ColourStatistics> colours) {
  private static final String NAME = "config.json";
  private static final long LARGEST = 10_000_000;
  private static final String KEPT = "models--timm--";

  /** Networks that have the names and shapes of others. */
  private static final List<Lookalike> LOOKALIKES =
      List.of(
          new Lookalike(
              Pattern.compile("tf_(efficientnet)(_b0)"),
              "pads as TensorFlow does, on one side more than on the other"),
          new Lookalike(
              Pattern.compile("(resnet)blur(\\d*)"), "blurs before it takes every second pixel"),
          new Lookalike(
              Pattern.compile("(resnet)aa(\\d*)"),
              "takes the mean of four pixels where others take one"));

  /**
   * A network that computes otherwise than the one it looks like.
   *
   * @param name of it, with that of the other in two groups
   */
  private record Lookalike(Pattern name, String does) {}

  /**
   * The one beside a file of weights; empty if there is none, or it is another program's.
   *
   * @throws FoveaException if it can't be read
   */
  static Optional<TimmConfig> beside(Path weights) {
    Path file = weights.resolveSibling(NAME);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      JsonNode all = new ObjectMapper().readTree(file.toFile());
      // Earlier versions of timm had all in one.
      JsonNode training = all.path("pretrained_cfg").isObject() ? all.get("pretrained_cfg") : all;
      return Optional.of(all.path("architecture"))
          .filter(JsonNode::isTextual)
          .map(name -> new TimmConfig(name.asText(), colours(training)));
    } catch (JsonProcessingException | CharConversionException e) {
      return Optional.empty(); // not JSON, so none of timm's
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  private static Optional<ColourStatistics> colours(JsonNode training) {
    List<Float> mean = values(training.path("mean"));
    List<Float> std = values(training.path("std"));
    return mean.size() == 3 && std.size() == 3 && std.stream().allMatch(each -> each > 0)
        ? Optional.of(new ColourStatistics(mean, std))
        : Optional.empty();
  }

  private static List<Float> values(JsonNode list) {
    List<Float> values = new ArrayList<>();
    for (JsonNode value : list) {
      if (Float.isFinite(value.floatValue())) {
        values.add(value.floatValue());
      }
    }
    return values;
  }

  /**
   * Refuses weights of a network that has the names and shapes of one here, but computes otherwise.
   * Nothing in their file tells, so its name or what lies beside it has to.
   *
   * @throws FoveaException if they are such
   */
  static void refuseLookalikes(Path file, Optional<TimmConfig> config) {
    String name = config.map(TimmConfig::architecture).orElseGet(() -> nameOf(file));
    for (Lookalike lookalike : LOOKALIKES) {
      Matcher begins = lookalike.name.matcher(name);
      if (begins.lookingAt()) {
        throw new FoveaException(
            "%s: weights of timm's `%s`, which %s; take those of timm's `%s%s`"
                .formatted(file, begins.group(), lookalike.does, begins.group(1), begins.group(2)));
      }
    }
  }

  /** What the file is called, or the folder that Hugging Face's programs keep it in. */
  private static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    for (Path folder : file.toAbsolutePath()) {
      if (folder.toString().startsWith(KEPT)) {
        name = folder.toString().substring(KEPT.length());
      }
    }
    return name;
  }
}
