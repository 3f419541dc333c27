package fovea.cli;

import fovea.attack.Attacks;
import fovea.audit.ShortcutProbe;
import fovea.data.ImageGroups;
import fovea.data.ImageSet;
import fovea.data.Noise;
import fovea.evaluate.Assessment;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.GeneralisationGap;
import fovea.files.Sha256;
import fovea.models.Head;
import fovea.models.Model;
import fovea.report.AttackFigures;
import fovea.report.BudgetFigures;
import fovea.report.Calibrated;
import fovea.report.CostFigures;
import fovea.report.ExplainedPictures;
import fovea.report.GroupsFigures;
import fovea.report.ModelCard;
import fovea.report.ReportPart;
import fovea.report.SmallestChanges;
import fovea.report.TrustReport;
import fovea.report.UnknownFigures;
import fovea.run.Environment;
import fovea.run.Version;
import fovea.variation.InputVariation;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a report on one model: measures what isn't known yet, part by part. */
final class ReportWork {
  private static final String SKIPPED = "left out by --skip";

  /** Of parts whose figures had no intervals once, and are measured anew. */
  private static final String RESAMPLED = Bootstrap.USUAL + " resamples, ";

  private final Console console;
  private final ReportSubject subject;
  private final ReportRequest request;
  private final ReportParts parts;
  private final Measurements measurements;
  private final String model;
  private final List<Task<?>> tasks = new ArrayList<>();
  private final Map<ReportPart, String> leftOut = new LinkedHashMap<>();
  private final Map<ReportPart, Object> results = new EnumMap<>(ReportPart.class);
  private final Map<ReportPart, Double> seconds = new LinkedHashMap<>();

  /** A part, and what it depends on besides model and data. */
  private record Task<T>(ReportPart part, String settings, Class<T> type, Supplier<T> work) {}

  private ReportWork(
      Console console, ReportSubject subject, ReportRequest request, Path folder, String model) {
    this.console = console;
    this.subject = subject;
    this.request = request;
    this.model = model;
    String data = subject.judged().set().fingerprint();
    parts = new ReportParts(folder, model, data, request.effort());
    measurements = new Measurements(console, subject, request);
  }

  /**
   * Looks at what there is to do, before anything is measured.
   *
   * @param folder of the parts
   * @throws fovea.FoveaException if it holds parts of another model or of other data, the groups
   *     don't fit the images, or there are no such data of other things
   */
  static ReportWork of(Console console, ReportSubject subject, ReportRequest request, Path folder) {
    String model = Sha256.ofFile(subject.trained().file());
    ReportWork work = new ReportWork(console, subject, request, folder, model);
    if (!request.anew()) {
      work.parts.requireOwn();
    }
    work.plan();
    return work;
  }

  private void plan() {
    String effort = request.effort().varied() + " images";
    Attacks attacks = request.effort().attacks();
    String attacked = request.effort().attacked() + " images, ";
    add(ReportPart.ACCURACY, temperature(), Assessment.class, measurements::accuracy);
    subject
        .trainedOn()
        .ifPresentOrElse(
            train ->
                add(ReportPart.GAP, "", GeneralisationGap.class, () -> measurements.gap(train)),
            () ->
                leaveOut(
                    ReportPart.GAP,
                    "the data aren't those that the model was trained on, or it doesn't say which were"));
    add(ReportPart.CALIBRATION, "", Calibrated.class, measurements::calibration);
    planUnknown();
    add(
        ReportPart.CORRUPTIONS,
        RESAMPLED + effort,
        InputVariation.class,
        () -> measurements.varied(Measurements.CORRUPTIONS));
    add(
        ReportPart.SWEEPS,
        effort,
        InputVariation.class,
        () -> measurements.varied(Measurements.SWEEPS));
    addAttacks(
        ReportPart.ATTACKS,
        attacked + attacks.ensemble(),
        AttackFigures.class,
        measurements::attacks);
    addAttacks(
        ReportPart.BUDGETS,
        attacked + attacks.apgdCrossEntropy(),
        BudgetFigures.class,
        measurements::budgets);
    add(
        ReportPart.CHANGES,
        attacked + attacks.smallest(),
        SmallestChanges.class,
        measurements::changes);
    planGroups();
    add(ReportPart.SHORTCUTS, "", ShortcutProbe.class, measurements::shortcuts);
    add(ReportPart.EXPLANATIONS, "", ExplainedPictures.class, measurements::explanations);
    add(
        ReportPart.COST,
        Text.count(subject.trained().execution().threads(), "thread")
            + ", "
            + Environment.Cpu.detect().model(),
        CostFigures.class,
        measurements::cost);
  }

  /** Of confidences, where the model has one; figures of before they were by it are of no use. */
  private String temperature() {
    return subject
        .trained()
        .fitted()
        .temperature()
        .map(fitted -> "temperature " + fitted.temperature())
        .orElse("");
  }

  private void planUnknown() {
    Model network = subject.trained().model();
    if (Head.of(network.network(), network.classes().size()).isEmpty()) {
      leaveOut(
          ReportPart.UNKNOWN,
          "the network's last layer isn't one that names the classes, so there are no features before it");
      return;
    }
    if (request.skipped().contains(ReportPart.UNKNOWN)) { // nor need there be such data
      leaveOut(ReportPart.UNKNOWN, SKIPPED);
      return;
    }
    UnknownInputs inputs = new UnknownInputs(console, subject.trained());
    List<UnknownInputs.Others> others = inputs.open(request.unknown());
    add(
        ReportPart.UNKNOWN,
        others.stream().map(ReportWork::lasting).collect(Collectors.joining(", ")),
        UnknownFigures.class,
        () -> measurements.unknown(inputs, others));
  }

  /** Files may change under the same name. */
  private static String lasting(UnknownInputs.Others others) {
    return others.name().equals(Noise.NAME)
        ? others.name()
        : DataArgument.lasting(others.name()) + " " + others.fingerprint();
  }

  private void planGroups() {
    String named = request.groups();
    if (named == null) {
      return;
    }
    ImageSet images = subject.judged().images().images();
    List<ImageGroups> groups = ImageGroups.from(named, subject.judged().set(), images);
    add(
        ReportPart.GROUPS,
        RESAMPLED
            + groups.stream()
                .map(each -> each.fingerprint(images))
                .collect(Collectors.joining(", ")),
        GroupsFigures.class,
        () -> measurements.groups(groups));
  }

  private <T> void add(ReportPart part, String settings, Class<T> type, Supplier<T> work) {
    if (request.skipped().contains(part)) {
      leaveOut(part, SKIPPED);
    } else {
      tasks.add(new Task<>(part, withImages(settings), type, work));
    }
  }

  private <T> void addAttacks(
      ReportPart part, String settings, Class<T> type, Function<AttacksUnderWay, T> work) {
    add(part, settings, type, () -> work.apply(parts.attacksUnderWay(part, withImages(settings))));
  }

  /** With what bears on every part. */
  private String withImages(String settings) {
    Judged judged = subject.judged();
    return "%s; %s of %s; %s"
        .formatted(
            subject.trained().execution().precision(),
            Text.count(judged.images().images().size(), "image"),
            judged.part(),
            settings);
  }

  private void leaveOut(ReportPart part, String why) {
    leftOut.put(part, why);
  }

  /** Measures what is missing, with progress shown. */
  TrustReport report() {
    if (request.anew()) {
      parts.forget(tasks.stream().map(Task::part).toList());
    }
    Map<ReportPart, Double> missing = new EnumMap<>(ReportPart.class);
    for (Task<?> task : tasks) {
      if (!parts.has(task.part, task.settings)) {
        missing.put(task.part, parts.attacksUnderWay(task.part, task.settings).seconds());
      }
    }
    ReportProgress progress = ReportProgress.of(console, subject, request, missing);
    for (Task<?> task : tasks) {
      progress.begins(task.part);
      run(task);
    }
    return assembled();
  }

  private <T> void run(Task<T> task) {
    try {
      ReportParts.Measured<T> measured = parts.of(task.part, task.settings, task.type, task.work);
      results.put(task.part, measured.result());
      seconds.put(task.part, measured.seconds());
    } catch (NothingToMeasureException e) {
      leaveOut(task.part, String.valueOf(e.getMessage()));
    }
  }

  private TrustReport assembled() {
    return new TrustReport(
        card(),
        Optional.ofNullable(result(ReportPart.ACCURACY, Assessment.class)).orElseThrow(),
        result(ReportPart.GAP, GeneralisationGap.class),
        result(ReportPart.CALIBRATION, Calibrated.class),
        result(ReportPart.UNKNOWN, UnknownFigures.class),
        result(ReportPart.CORRUPTIONS, InputVariation.class),
        result(ReportPart.SWEEPS, InputVariation.class),
        result(ReportPart.ATTACKS, AttackFigures.class),
        result(ReportPart.BUDGETS, BudgetFigures.class),
        result(ReportPart.CHANGES, SmallestChanges.class),
        result(ReportPart.GROUPS, GroupsFigures.class),
        result(ReportPart.SHORTCUTS, ShortcutProbe.class),
        result(ReportPart.EXPLANATIONS, ExplainedPictures.class),
        result(ReportPart.COST, CostFigures.class),
        leftOut,
        seconds);
  }

  private <T> @Nullable T result(ReportPart part, Class<T> type) {
    Object result = results.get(part);
    return result == null ? null : type.cast(result);
  }

  private ModelCard card() {
    Model network = subject.trained().model();
    Judged judged = subject.judged();
    return new ModelCard(
        subject.trained().file().toString(),
        network.name(),
        model,
        network.classes(),
        Math.toIntExact(network.input().size(1)),
        Math.toIntExact(network.input().size(2)),
        training(),
        judged.set().name(),
        judged.set().fingerprint(),
        judged.part(),
        judged.images().images().size(),
        judged.notes(),
        request.effort().toString(),
        Version.current(),
        LocalDate.now(ZoneId.systemDefault()).toString());
  }

  /** In one line, as its recipe has it. */
  private @Nullable String training() {
    return subject
        .trained()
        .recipe()
        .map(
            recipe ->
                "%s, batches of %s, %s, seed %d%s"
                    .formatted(
                        Text.count(recipe.epochs(), "epoch")
                            + subject
                                .trainedOn()
                                .map(train -> " of " + Text.count(train.images().size(), "image"))
                                .orElse(""),
                        Text.number(recipe.batchSize()),
                        recipe.execution().precision(),
                        recipe.seed(),
                        recipe.startsFrom().map(weights -> ", from " + weights).orElse("")))
        .orElse(null);
  }

  /** What its model says of the judged images, to hold another against. */
  Measurements measurements() {
    return measurements;
  }
}
