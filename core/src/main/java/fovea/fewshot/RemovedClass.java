package fovea.fewshot;

import fovea.FoveaException;
import fovea.models.Model;
import java.util.ArrayList;
import java.util.List;

/** A model that knows one class less; the others keep what they have. */
public final class RemovedClass {
  private RemovedClass() {}

  /**
   * The model without a class; the caller closes it.
   *
   * @param model stays as it is
   * @param name one of its classes
   * @throws FoveaException if it has two classes only, or a head that can't lose one
   */
  public static Model of(Model model, String name) {
    int row = model.classes().indexOf(name);
    if (row < 0) {
      throw new IllegalArgumentException("there is no class `" + name + "`");
    }
    if (model.classes().size() == 2) {
      throw new FoveaException(
          "%s is one of two classes, and a model of one has nothing to tell apart; add another class first"
              .formatted(name));
    }
    List<String> others = new ArrayList<>(model.classes());
    others.remove(row);
    return HeadRows.of(model).without(row).applied(others);
  }
}
