package fovea.cli;

import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.data.folder.ClassName;
import fovea.evaluate.Features;
import fovea.evaluate.Outputs;
import fovea.fewshot.NewClass;
import fovea.fewshot.NewClassCost;
import fovea.run.ChangedModel;
import fovea.run.ClassChange;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Make a model that knows one class more, from a few photos and without those of the others.",
    footer = {
      "",
      "Example: a class from five photos",
      "  fovea fewshot add-class runs/pets --name ferret ferret*.jpg --out more.safetensors",
      "",
      "Example: and what it costs the other classes",
      "  fovea fewshot add-class runs/pets --name ferret ferret*.jpg --out more.safetensors"
          + " --data pets",
      "",
      "The weights stay as they are but for those of the new class. `none of these` is said as"
          + " before, where `fovea calibrate` has fitted it; more photos make for a better class,"
          + " and a run with all images for the best."
    })
final class AddClassCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ChangedModelOptions change = new ChangedModelOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE|FOLDER",
      description = "Photos of the new class: files, folders and patterns.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "What the new class is called.")
  private String name = "";

  @Option(
      names = "--accept",
      paramLabel = "SHARE",
      converter = Share.class,
      description =
          "Share of photos of the new class that shall be told (default: 0.7). More cost the other"
              + " classes more.")
  private double accept = NewClass.ACCEPTED;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Test images, of the other classes and perhaps of the new one, to measure the cost on.")
  private @Nullable String data;

  AddClassCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Bounds.requireShare(spec, "--accept", accept);
    if (name.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--name is empty, expected what the new class shows");
    }
    ClassName.fault(name)
        .ifPresent(
            fault -> {
              throw new ParameterException(spec.commandLine(), "--name " + fault);
            });
    try (TrainedModel trained = change.open()) {
      ChangedClass.requireNew(trained.model(), name);
      PhotosToLearn photos = PhotosToLearn.read(console, images, trained.model());
      Judging judging = data == null ? null : Judging.of(console, trained, data);
      long start = System.nanoTime();
      NewClass learnt =
          NewClass.learn(trained.model(), name, photos.pixels(), accept, trained.execution());
      double seconds = (System.nanoTime() - start) / 1e9;
      List<String> classes = learnt.model().classes();
      try (learnt) {
        ChangedModel.write(
            change.out(),
            learnt.model(),
            trained,
            ClassChange.added(name, photos.sha256()),
            known(trained, photos));
      }
      AddClassReport report =
          new AddClassReport(
              change.out().toString(),
              name,
              classes,
              learnt.photos(),
              null,
              learnt.drawn(),
              Text.rounded(seconds),
              data,
              judging == null ? null : judging.cost(trained, change.out(), photos));
      report.warnings().forEach(console::warn);
      report.print(change.text(console));
      change.printJson(console, report);
      return 0;
    }
  }

  /** What an image is like to be familiar from now on, where the model asks that. */
  private static @Nullable Features known(TrainedModel trained, PhotosToLearn photos) {
    return trained.fitted().comparesFeatures()
        ? trained.outputsWithFeatures(new Split.Train(photos.images(trained.model()))).features()
        : null;
  }

  /**
   * What the cost is measured on: opened before anything is written.
   *
   * @param old the images of the classes that the model knows already
   */
  private record Judging(Console console, String named, DataSet found, Judged old) {
    static Judging of(Console console, TrainedModel trained, String named) {
      DataSet found = DataArgument.openToJudge(console, named, trained);
      return new Judging(console, named, found, Judged.of(trained, found, named, SplitName.TEST));
    }

    /**
     * @param photos that the class was learnt from, by which it isn't judged
     */
    NewClassCost cost(TrainedModel before, Path written, PhotosToLearn photos) {
      try (TrainedModel after = TrainedModel.open(written)) {
        Judged now = Judged.of(after, found, named, SplitName.TEST);
        now.notes().forEach(console::warn);
        return NewClassCost.of(
            Outputs.of(before.model().network(), old.images(), before.execution()),
            Outputs.of(after.model().network(), others(now, photos), after.execution()));
      }
    }

    private Split others(Judged now, PhotosToLearn photos) {
      ImageSet all = now.images().images();
      int added = all.classes().size() - 1;
      int[] kept =
          IntStream.range(0, all.size())
              .filter(i -> all.label(i) != added || !photos.have(all.pixels(i)))
              .toArray();
      if (kept.length < all.size()) {
        console.warn(
            "left out %s of %s that it was learnt from"
                .formatted(
                    Text.count(all.size() - kept.length, "image"), all.classes().get(added)));
      }
      return SplitName.TEST.of(all.select(kept));
    }
  }
}
