package fovea.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fovea.models.Models;
import fovea.settings.SettingsSchema;

/** The JSON Schema of recipes: that of their settings, and of the arguments of each network. */
final class RecipeSchema {
  private RecipeSchema() {}

  static ObjectNode json() {
    ObjectNode schema = SettingsSchema.json(Recipe.class, "Fovea recipe");
    ObjectNode model = (ObjectNode) schema.get("properties").get("model");
    ArrayNode rules = model.putArray("allOf");
    Models.names().forEach(name -> arguments(rules.addObject(), name));
    return schema;
  }

  /** Of this network; what others take, which a library's user may add, is anyone's guess. */
  private static void arguments(ObjectNode rule, String network) {
    ObjectNode named = rule.putObject("if");
    named.putObject("properties").putObject("name").put("const", network);
    if (!network.equals(Recipe.standard().model().name())) {
      named.putArray("required").add("name");
    }
    SettingsSchema.section(
        rule.putObject("then").putObject("properties").putObject("arguments"),
        Models.CATALOGUE.named(network));
  }
}
