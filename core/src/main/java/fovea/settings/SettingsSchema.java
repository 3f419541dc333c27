package fovea.settings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import fovea.settings.AllSettings.Listed;
import java.math.BigDecimal;

/**
 * A JSON Schema of settings, by which editors complete keys and mark what isn't allowed. It is of
 * draft 7, which the YAML language server of most editors knows whole.
 */
public final class SettingsSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SettingsSchema() {}

  public static ObjectNode json(Class<? extends Record> settings, String title) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", title);
    section(schema, settings);
    for (Listed former : FormerPaths.former(settings)) {
      ObjectNode before =
          ((ObjectNode) schema.get("properties")).putObject(former.setting().formerly());
      single(before, former.setting());
      before.put("description", "the former name of `" + former.path() + "`");
    }
    return schema;
  }

  /** Adds what a settings record's keys may be, and that there are no others. */
  @CanIgnoreReturnValue
  public static ObjectNode section(ObjectNode schema, Class<?> settings) {
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    Declared.in(settings)
        .forEach(setting -> describe(properties.putObject(setting.key()), setting));
    return schema;
  }

  private static void describe(ObjectNode schema, Declared setting) {
    schema.put("description", setting.about());
    if (setting.isFree()) {
      schema.put("type", "object");
    } else if (setting.isList()) {
      list(schema, setting);
    } else if (setting.isFamily()) {
      family(schema, setting);
    } else if (setting.isSection()) {
      section(schema, setting.type());
    } else {
      single(schema, setting);
    }
  }

  /** A list of sections, or the section that older files have in its place. */
  private static void list(ObjectNode schema, Declared list) {
    ObjectNode array = schema;
    if (list.earlier().isPresent()) {
      ArrayNode oneOf = schema.putArray("oneOf");
      array = oneOf.addObject();
      section(oneOf.addObject(), list.earlier().get());
    }
    array.put("type", "array");
    if (list.isListOfFamily()) {
      family(array.putObject("items"), list);
    } else {
      section(array.putObject("items"), list.element());
    }
  }

  /** Each record of it by its name, which only the default one may leave out. */
  private static void family(ObjectNode schema, Declared family) {
    ArrayNode oneOf = schema.putArray("oneOf");
    for (Class<?> settings : family.records()) {
      String name = Declared.name(settings);
      ObjectNode member = section(oneOf.addObject(), settings);
      ((ObjectNode) member.get("properties")).putObject("name").put("const", name);
      if (!name.equals(family.standard())) {
        member.putArray("required").add("name");
      }
    }
  }

  private static void single(ObjectNode schema, Declared setting) {
    if (setting.isChoice()) {
      ArrayNode choices = schema.putArray("enum");
      setting.choices().forEach(choices::add);
      schema.put("default", setting.standard());
    } else if (setting.type() == boolean.class) {
      schema.put("type", "boolean").put("default", setting.standard().equals("true"));
    } else if (setting.type() == String.class) {
      schema.put("type", "string").put("default", setting.standard());
    } else {
      schema.put("type", setting.isWhole() ? "integer" : "number");
      schema.put("default", new BigDecimal(setting.standard()));
      bounds(schema, setting.range());
      if (setting.multipleOf() > 1) {
        schema.put("multipleOf", setting.multipleOf());
      }
    }
  }

  private static void bounds(ObjectNode schema, Range range) {
    if (!range.isAny()) {
      schema.put(range.hasLeast() ? "minimum" : "exclusiveMinimum", number(range.least()));
      if (!Double.isInfinite(range.most())) {
        schema.put(range.hasMost() ? "maximum" : "exclusiveMaximum", number(range.most()));
      }
    }
  }

  private static BigDecimal number(double value) {
    return new BigDecimal(YamlText.number(value));
  }
}
