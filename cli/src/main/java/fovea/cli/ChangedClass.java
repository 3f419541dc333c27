package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.data.folder.ClassName;
import fovea.models.Model;
import java.util.List;

/** The class that a model is to gain or lose, by the name that was given. */
final class ChangedClass {
  private ChangedClass() {}

  /**
   * @throws FoveaException if the model has it
   */
  static void requireNew(Model model, String name) {
    if (ClassName.indexOf(model.classes(), name) >= 0) {
      throw new FoveaException(
          "the model knows %s already, among %s; choose another name, or remove that class first"
              .formatted(name, Text.names(model.classes())));
    }
  }

  /**
   * The class as the model calls it.
   *
   * @throws FoveaException if the model doesn't have it
   */
  static String known(Model model, String name) {
    List<String> classes = model.classes();
    int number = ClassName.indexOf(classes, name);
    if (number < 0) {
      throw new FoveaException(
          "the model knows no class `%s`.%s Its classes are %s."
              .formatted(name, Spelling.didYouMean(name, classes), Text.names(classes)));
    }
    return classes.get(number);
  }
}
