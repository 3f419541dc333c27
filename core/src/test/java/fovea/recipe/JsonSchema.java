package fovea.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges by a JSON Schema, as far as ours uses the language; a word that it doesn't know fails. */
final class JsonSchema {
  private static final Set<String> NOTES = Set.of("$schema", "title", "description", "default");

  private JsonSchema() {}

  /** What is wrong with the value, by path; empty if nothing is. */
  static List<String> errors(JsonNode schema, JsonNode value) {
    List<String> errors = new ArrayList<>();
    check(schema, value, "", errors);
    return errors;
  }

  private static void check(JsonNode schema, JsonNode value, String path, List<String> errors) {
    schema
        .fields()
        .forEachRemaining(
            rule -> {
              JsonNode wanted = rule.getValue();
              boolean holds =
                  switch (rule.getKey()) {
                    case "type" -> isOfType(value, wanted.asText());
                    case "enum" -> contains(wanted, value);
                    case "const" -> wanted.equals(value);
                    case "minimum" -> value.asDouble() >= wanted.asDouble();
                    case "maximum" -> value.asDouble() <= wanted.asDouble();
                    case "exclusiveMinimum" -> value.asDouble() > wanted.asDouble();
                    case "exclusiveMaximum" -> value.asDouble() < wanted.asDouble();
                    case "required" -> hasAll(value, wanted);
                    case "additionalProperties" -> !hasOthers(value, schema.get("properties"));
                    case "allOf" -> {
                      wanted.forEach(each -> check(each, value, path, errors));
                      yield true;
                    }
                    case "if" -> {
                      if (errors(wanted, value).isEmpty()) {
                        check(schema.get("then"), value, path, errors);
                      }
                      yield true;
                    }
                    case "then" -> true; // as "if" has it
                    case "multipleOf" -> value.asDouble() % wanted.asDouble() == 0;
                    case "oneOf" -> matches(wanted, value) == 1;
                    case "items" -> {
                      value.forEach(item -> check(wanted, item, path + "/[]", errors));
                      yield true;
                    }
                    case "properties" -> {
                      properties(wanted, value, path, errors);
                      yield true;
                    }
                    default -> {
                      if (!NOTES.contains(rule.getKey())) {
                        throw new AssertionError("unknown rule " + rule);
                      }
                      yield true;
                    }
                  };
              if (!holds) {
                errors.add(path + ": " + rule.getKey());
              }
            });
  }

  private static void properties(
      JsonNode properties, JsonNode value, String path, List<String> errors) {
    value
        .fields()
        .forEachRemaining(
            entry -> {
              if (properties.has(entry.getKey())) {
                check(
                    properties.get(entry.getKey()),
                    entry.getValue(),
                    path + "/" + entry.getKey(),
                    errors);
              }
            });
  }

  private static boolean isOfType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> throw new AssertionError("unknown type " + type);
    };
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode item : list) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAll(JsonNode value, JsonNode keys) {
    for (JsonNode key : keys) {
      if (!value.has(key.asText())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOthers(JsonNode value, JsonNode properties) {
    List<String> others = new ArrayList<>();
    value.fieldNames().forEachRemaining(others::add);
    others.removeIf(properties::has);
    return !others.isEmpty();
  }

  private static int matches(JsonNode schemas, JsonNode value) {
    int matches = 0;
    for (JsonNode schema : schemas) {
      matches += errors(schema, value).isEmpty() ? 1 : 0;
    }
    return matches;
  }
}
