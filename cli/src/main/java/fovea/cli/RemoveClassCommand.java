package fovea.cli;

import fovea.fewshot.RemovedClass;
import fovea.models.Model;
import fovea.run.ChangedModel;
import fovea.run.ClassChange;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      paramLabel = "RUN|MODEL",
      description = "The folder of a run, or a model file, which stays as it is.")
  private Path model = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The class that goes.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "NEW.safetensors",
      required = true,
      description = "The new model's file.")
  private Path out = Path.of("");

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  RemoveClassCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    WritableFile.require(out, "the new model");
    ChangedModel.requireFree(out);
    try (TrainedModel trained = TrainedModel.open(model)) {
      String known = ChangedClass.known(trained.model(), name);
      try (Model changed = RemovedClass.of(trained.model(), known)) {
        ChangedModel.write(out, changed, trained, ClassChange.removed(known), null);
        print(known, changed.classes());
      }
      if (trained.fitted().noneOfThese().filter(by -> by.features() != null).isPresent()) {
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
        .row("model", out)
        .print(console.text(json));
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("model", out.toString());
      report.put("removed", removed);
      report.put("classes", left);
      console.out().print(Json.of(report));
    }
  }
}
