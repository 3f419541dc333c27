package fovea.cli;

import fovea.fewshot.RemovedClass;
import fovea.models.Model;
import fovea.run.ChangedModel;
import fovea.run.ClassChange;
import fovea.run.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "Make a model that knows one class less.",
    footer = {
      "",
      "Example:",
      "  fovea fewshot remove-class runs/pets --name hamster --out fewer.safetensors",
      "",
      "All other weights stay as they are. An image of the class is then taken for another one, or,"
          + " where `fovea calibrate` has fitted it, for none of these."
    })
final class RemoveClassCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ChangedModelOptions change = new ChangedModelOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The class that goes.")
  private String name = "";

  RemoveClassCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (TrainedModel trained = change.open()) {
      String known = ChangedClass.known(trained.model(), name);
      try (Model changed = RemovedClass.of(trained.model(), known)) {
        ChangedModel.write(change.out(), changed, trained, ClassChange.removed(known), null);
        print(known, changed.classes());
      }
      if (trained.fitted().comparesFeatures()) {
        console.warn(
            "images of %s still count as familiar, as the model was calibrated; calibrate it anew"
                .formatted(known));
      }
      return 0;
    }
  }

  private void print(String removed, List<String> left) {
    Table.leftAligned()
        .row("removed", removed)
        .row("classes", Text.names(left))
        .row("model", change.out())
        .print(change.text(console));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", change.out().toString());
    report.put("removed", removed);
    report.put("classes", left);
    change.printJson(console, report);
  }
}
