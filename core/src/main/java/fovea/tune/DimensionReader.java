package fovea.tune;

import fovea.FoveaException;
import fovea.settings.Declared;
import fovea.settings.Range;
import fovea.settings.Section;
import fovea.settings.Setting;
import fovea.settings.YamlNode;
import fovea.settings.YamlText;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads which values a setting may have in a search: {@code any}, a list, or bounds.
 *
 * @param origin where it is written
 */
record DimensionReader(String path, String origin, Declared setting) {
  private static final String ANY = "any";

  /** How numbers lie between two. */
  enum Scale {
    LINEAR,
    LOG
  }

  /** Bounds, both allowed. */
  record Bounds(
      @Setting(about = "the least value") double from,
      @Setting(about = "the largest value") double to,
      @Setting(
              about = "`log`: as many between 0.01 and 0.1 as between 0.1 and 1",
              standard = "linear")
          Scale scale) {}

  Dimension read(YamlNode values) {
    if (values instanceof YamlNode.Sequence list) {
      return choice(list.items());
    }
    if (values instanceof YamlNode.Mapping bounds) {
      return numbers(bounds);
    }
    if (values instanceof YamlNode.Scalar any && any.text().equals(ANY)) {
      return any();
    }
    throw refused(
        "is %s, expected `any`, a list of values, or bounds such as `{from: 0.01, to: 0.5, scale: log}`"
            .formatted(values.shown()));
  }

  private Dimension any() {
    if (setting.type() == boolean.class) {
      return new Dimension.Choice(path, List.of("true", "false"));
    }
    if (setting.isChoice() || setting.isFamily()) {
      return new Dimension.Choice(path, setting.choices());
    }
    Range range = setting.range();
    boolean closed = range.hasLeast() && range.hasMost();
    if (!isNumber() || !closed || range.isAny() || Double.isInfinite(range.most())) {
      throw refused(
          "takes %s, which is no range that can be searched; give its bounds, such as `{from: 0.01, to: 0.5}`, or a list"
              .formatted(setting.expected()));
    }
    return new Dimension.Numbers(path, range.least(), range.most(), false, multipleOf());
  }

  private Dimension choice(List<YamlNode> items) {
    List<String> values = new ArrayList<>();
    for (YamlNode item : items) {
      if (!(item instanceof YamlNode.Scalar value) || value.isMissing()) {
        throw refused(
            "has a list in which %s stands, expected single values".formatted(item.shown()));
      }
      if (values.contains(value.text())) {
        throw refused("has `%s` in its list twice".formatted(value.text()));
      }
      values.add(value.text());
    }
    if (values.size() < 2) {
      throw refused(
          "is searched among %s, so there is nothing to choose; set it in the recipe"
              .formatted(values.isEmpty() ? "no values" : "one value, " + values.get(0)));
    }
    return new Dimension.Choice(path, values);
  }

  private void requireAllowed(String end, double bound) {
    String searched = "is searched %s %s".formatted(end, YamlText.number(bound));
    if (!setting.range().contains(bound)) {
      throw refused("%s, allowed is %s".formatted(searched, setting.range()));
    }
    if (setting.isWhole() && bound % multipleOf() != 0) {
      throw refused("%s, expected %s".formatted(searched, setting.expected()));
    }
  }

  private Dimension numbers(YamlNode.Mapping written) {
    if (!isNumber()) {
      throw refused("takes %s, no numbers; give a list of values".formatted(setting.expected()));
    }
    Bounds bounds = Section.root(Bounds.class, written).read(Bounds.class);
    requireAllowed("from", bounds.from);
    requireAllowed("up to", bounds.to);
    if (bounds.from >= bounds.to) {
      throw refused(
          "is searched from %s to %s, an empty range; `from` must be below `to`"
              .formatted(YamlText.number(bounds.from), YamlText.number(bounds.to)));
    }
    boolean logarithmic = bounds.scale == Scale.LOG;
    if (logarithmic && bounds.from <= 0) {
      throw refused(
          "is searched from %s on a logarithmic scale, which begins above 0"
              .formatted(YamlText.number(bounds.from)));
    }
    return new Dimension.Numbers(path, bounds.from, bounds.to, logarithmic, multipleOf());
  }

  private boolean isNumber() {
    return setting.type() == double.class || setting.isWhole();
  }

  private int multipleOf() {
    return setting.isWhole() ? setting.multipleOf() : 0;
  }

  private FoveaException refused(String what) {
    return new FoveaException("%s: `%s` %s".formatted(origin, path, what));
  }
}
