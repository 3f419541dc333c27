package fovea.settings;

import fovea.FoveaException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Turns text into {@link YamlNode}s. Aliases, tags and a key twice are refused. */
public final class YamlTree {
  /** The origin of what stands in a line, counted from 1; 0 where the line isn't known. */
  private final IntFunction<String> originOfLine;

  private YamlTree(IntFunction<String> originOfLine) {
    this.originOfLine = originOfLine;
  }

  /**
   * Parses a whole file.
   *
   * @param source its name, which errors begin with
   */
  public static YamlNode parseFile(String text, String source) {
    return parse(text, line -> line == 0 ? source : source + ", line " + line);
  }

  /** Parses a single value, given in {@code origin}. */
  static YamlNode parseValue(String text, String origin) {
    return parse(text, line -> origin);
  }

  private static YamlNode parse(String text, IntFunction<String> originOfLine) {
    YamlTree tree = new YamlTree(originOfLine);
    @Nullable Node node;
    try {
      node = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw tree.invalid(line, e.getProblem(), e);
    } catch (YAMLException e) {
      throw tree.invalid(0, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
    return node == null ? new YamlNode.Scalar("", true, originOfLine.apply(0)) : tree.convert(node);
  }

  private FoveaException invalid(int line, String problem, Exception cause) {
    return new FoveaException(
        "%s: not valid YAML, %s. Look at the indentation, brackets and quotes there and before."
            .formatted(originOfLine.apply(line), problem.replaceAll("\\s+", " ").strip()),
        cause);
  }

  private YamlNode convert(Node node) {
    String origin = origin(node);
    if (node.getAnchor() != null) {
      throw new FoveaException(origin + ": anchors and aliases aren't allowed in a recipe");
    }
    if (!node.getTag().getValue().startsWith("tag:yaml.org,2002:")) {
      throw new FoveaException(
          "%s: the tag `%s` isn't allowed in a recipe".formatted(origin, node.getTag().getValue()));
    }
    if (node instanceof MappingNode mapping) {
      return convert(mapping, origin);
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlNode> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item)));
      return new YamlNode.Sequence(items, origin);
    }
    ScalarNode scalar = (ScalarNode) node;
    return new YamlNode.Scalar(
        scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, origin);
  }

  private YamlNode.Mapping convert(MappingNode node, String origin) {
    var mapping = new YamlNode.Mapping(new LinkedHashMap<>(), new LinkedHashMap<>(), origin);
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new FoveaException(origin(tuple.getKeyNode()) + ": a key must be a single word");
      }
      String earlier = mapping.keyOrigins().get(key.getValue());
      if (earlier != null) {
        throw new FoveaException(
            "%s: %s is set twice, first in %s"
                .formatted(origin(key), YamlNode.quoted(key.getValue()), earlier));
      }
      mapping.put(key.getValue(), convert(tuple.getValueNode()), origin(key));
    }
    return mapping;
  }

  private String origin(Node node) {
    return originOfLine.apply(node.getStartMark().getLine() + 1);
  }
}
