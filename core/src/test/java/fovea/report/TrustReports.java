package fovea.report;

import fovea.attack.AttackEffort;
import fovea.attack.AttackOutcome;
import fovea.attack.BudgetCurve;
import fovea.attack.GradientCheck;
import fovea.audit.Estimate;
import fovea.audit.Gap;
import fovea.audit.GroupFigures;
import fovea.audit.GroupReport;
import fovea.audit.ProbeFactor;
import fovea.audit.Proportion;
import fovea.audit.ShortcutProbe;
import fovea.evaluate.Agreement;
import fovea.evaluate.Assessment;
import fovea.evaluate.Calibration;
import fovea.evaluate.CalibrationByChance;
import fovea.evaluate.Confusion;
import fovea.evaluate.Evaluation;
import fovea.evaluate.GeneralisationGap;
import fovea.evaluate.Interval;
import fovea.evaluate.ReliabilityBin;
import fovea.evaluate.RiskCoverage;
import fovea.evaluate.Separation;
import fovea.image.Pixels;
import fovea.measure.CountedCost;
import fovea.measure.KnownNetwork;
import fovea.measure.PredictionCost;
import fovea.nn.CountedActivations;
import fovea.train.TrainingWork;
import fovea.variation.CorruptionAccuracy;
import fovea.variation.InputVariation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Reports with every part, of figures that don't mean anything. */
final class TrustReports {
  static final List<String> CLASSES = List.of("cat", "<b>dog & co</b>", "\u202efish");

  private final SplittableRandom random;

  private TrustReports(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Others for another seed. */
  static TrustReport of(long seed) {
    TrustReports make = new TrustReports(seed);
    Assessment assessment = make.assessment();
    return new TrustReport(
        make.card(seed, "quick"),
        assessment,
        new GeneralisationGap(
            make.count(),
            make.share(),
            make.share(),
            make.interval(),
            make.share(),
            make.share(),
            make.interval()),
        new Calibrated(1 + make.share(), false, make.count(), make.calibration(), null),
        make.unknown(),
        make.corrupted(),
        make.swept(),
        make.attacks(),
        make.budgets(),
        new SmallestChanges(
            List.of(
                new PerturbationSheet.Row(
                    pixels(10), pixels(20), pixels(30), CLASSES.get(1), "at most 0.7/255", "cat"))),
        make.groups(),
        make.shortcuts(),
        new ExplainedPictures(
            List.of(
                new ExplainedPicture(
                    "<u>7</u>.png",
                    pixels(40),
                    "cat 61.0 %",
                    CLASSES.get(1),
                    false,
                    "why cat",
                    List.of(new ExplainedPicture.Overlay("grad-cam", "", pixels(50)))))),
        make.cost(),
        Map.of(ReportPart.GROUPS, "nobody asked"),
        Map.of(ReportPart.ACCURACY, 61.0));
  }

  /** By {@code --full}, with accuracy and attacks. */
  static TrustReport thorough() {
    TrustReports make = new TrustReports(3);
    return some(
        make.card(3, "full"), make.assessment(), null, make.attacks(), make.budgets(), null);
  }

  /** With accuracy alone. */
  static TrustReport bare() {
    return bareWith(null, null);
  }

  /** With accuracy, and what may be null. */
  static TrustReport bareWith(UnknownFigures unknown, GroupsFigures groups) {
    TrustReports make = new TrustReports(3);
    return some(make.card(3, "quick"), make.assessment(), unknown, null, null, groups);
  }

  /** Of other classes, which as many images show. */
  static TrustReport ofClasses(List<String> classes) {
    long[][] one = new long[classes.size()][classes.size()];
    for (int c = 0; c < one.length; c++) {
      one[c][c] = 1;
    }
    TrustReport bare = bare();
    Assessment assessment = withMatrix(bare.assessment(), one, classes);
    return some(bare.card(), assessment, null, null, null, null);
  }

  private static TrustReport some(
      ModelCard card,
      Assessment assessment,
      UnknownFigures unknown,
      AttackFigures attacks,
      BudgetFigures budgets,
      GroupsFigures groups) {
    return new TrustReport(
        card,
        assessment,
        null,
        null,
        unknown,
        null,
        null,
        attacks,
        budgets,
        null,
        groups,
        null,
        null,
        null,
        Map.of(),
        Map.of());
  }

  /** The same figures with another matrix. */
  static Assessment withMatrix(Assessment other, long[][] confusion, List<String> classes) {
    return new Assessment(
        Evaluation.of(confusion, classes, 0),
        other.balancedAccuracy(),
        other.agreement(),
        other.auroc(),
        Collections.nCopies(classes.size(), 0.5),
        other.topK(),
        List.of(),
        other.calibration(),
        other.riskCoverage(),
        other.intervals(),
        Collections.nCopies(classes.size(), Map.of()));
  }

  private static Pixels pixels(int value) {
    byte[] rgb = new byte[12];
    rgb[0] = (byte) value;
    return new Pixels(2, 2, rgb);
  }

  /** Of four digits. */
  private double share() {
    return random.nextInt(1, 10_000) / 1e4;
  }

  private int count() {
    return random.nextInt(1_000, 100_000);
  }

  private Interval interval() {
    return new Interval(share(), share());
  }

  private Proportion proportion() {
    int images = count();
    return Proportion.of(random.nextInt(images), images);
  }

  private Estimate estimate() {
    return new Estimate(share(), share(), share());
  }

  private ModelCard card(long seed, String effort) {
    return new ModelCard(
        "runs/<script>alert(1)</script>/model.safetensors",
        "net" + seed,
        "5a" + seed,
        CLASSES,
        32,
        48,
        "9 epochs",
        "pets & co",
        "f00" + seed,
        "test split of pets & co",
        count(),
        List.of("left out 3 images of bird, which the model doesn't know"),
        effort,
        "0.1",
        "2026-11-26");
  }

  private Map<String, Interval> intervals(String... names) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (String name : names) {
      intervals.put(name, interval());
    }
    return intervals;
  }

  private Assessment assessment() {
    long[][] confusion = new long[3][3];
    for (long[] row : confusion) {
      for (int i = 0; i < 3; i++) {
        row[i] = random.nextInt(100, 1_000);
      }
    }
    List<Map<String, Interval>> perClass = new ArrayList<>();
    List<RiskCoverage.Point> points = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      perClass.add(intervals("precision", "recall", "f1", "auroc"));
      points.add(new RiskCoverage.Point((i + 1) / 10.0, share(), share()));
    }
    return new Assessment(
        Evaluation.of(confusion, CLASSES, 1_234.5),
        share(),
        new Agreement(share(), share()),
        share(),
        List.of(share(), share(), Double.NaN),
        Map.of(2, share()),
        List.of(new Confusion(CLASSES.get(1), "cat", count())),
        calibration(),
        new RiskCoverage(share(), interval(), points),
        intervals("accuracy", "macroF1", "balancedAccuracy", "mcc", "kappa", "auroc", "top2"),
        perClass);
  }

  private Calibration calibration() {
    List<ReliabilityBin> bins =
        List.of(
            new ReliabilityBin(0, 0.5, 0, Double.NaN, Double.NaN),
            new ReliabilityBin(0.5, 1, count(), share(), share()));
    return new Calibration(
        share(),
        share(),
        share(),
        share(),
        bins,
        bins,
        new CalibrationByChance(share(), share(), share(), share()),
        intervals("loss", "brier"));
  }

  private UnknownFigures unknown() {
    List<UnknownFigures.OfData> sets = new ArrayList<>();
    for (String name : List.of("noise", "<i>letters</i>")) {
      Separation by = new Separation("energy", 100, 50, share(), interval(), share(), interval());
      UnknownFigures.Stored stored =
          sets.isEmpty() ? null : new UnknownFigures.Stored("max-softmax", share(), share());
      sets.add(new UnknownFigures.OfData(name, count(), List.of(by), stored));
    }
    return new UnknownFigures(sets);
  }

  private InputVariation corrupted() {
    List<CorruptionAccuracy.Row> rows = new ArrayList<>();
    for (String name : List.of("gaussian_noise", "fog")) {
      rows.add(new CorruptionAccuracy.Row(name, "weather", List.of(share(), share()), share()));
    }
    return new InputVariation(
        count(),
        1,
        share(),
        new CorruptionAccuracy(false, "cifar", List.of(2, 4), rows, share(), interval()),
        List.of(),
        null,
        7);
  }

  private InputVariation swept() {
    InputVariation.Curve curve =
        new InputVariation.Curve(
            "shiftRight",
            "share of the width",
            List.of(
                new InputVariation.Point(-0.25, share()), new InputVariation.Point(0.25, share())));
    return new InputVariation(
        count(),
        1,
        share(),
        null,
        List.of(curve),
        new InputVariation.Flips(share(), share(), share()),
        7);
  }

  private AttackFigures attacks() {
    return new AttackFigures(
        "linf",
        8 / 255.0,
        "8/255",
        count(),
        share(),
        share() / 1_000,
        List.of(
            outcome("apgd-dlr", new AttackEffort(count(), count(), count(), null)),
            outcome("square", new AttackEffort(null, null, null, count()))),
        new GradientCheck(count(), count(), count(), count(), 0.5, false),
        List.of("gradients are masked"));
  }

  private AttackOutcome outcome(String attack, AttackEffort effort) {
    return new AttackOutcome(attack, effort, count(), count(), share(), 3, 4, 75);
  }

  private BudgetFigures budgets() {
    return new BudgetFigures(
        "linf",
        "apgd-ce",
        new AttackEffort(count(), count(), null, null),
        count(),
        List.of(
            new BudgetCurve.Point(0, share()),
            new BudgetCurve.Point(1 / 255.0, share()),
            new BudgetCurve.Point(2 / 255.0, share())));
  }

  private GroupsFigures groups() {
    List<GroupFigures> groups = new ArrayList<>();
    for (String name : List.of("by day", "by <u>night</u>")) {
      groups.add(
          new GroupFigures(
              name, count(), groups.isEmpty(), proportion(), estimate(), estimate(), List.of()));
    }
    return new GroupsFigures(
        List.of(
            new GroupReport(
                "light",
                proportion(),
                count(),
                groups,
                "by <u>night</u>",
                new GroupReport.WorstClass("by day", "cat", proportion()),
                null,
                estimate(),
                new Gap(
                    share(),
                    interval(),
                    share(),
                    interval(),
                    "share taken for a class, of cat",
                    "by day",
                    "by night"),
                new Gap(
                    share(),
                    interval(),
                    share(),
                    interval(),
                    "recall of cat",
                    "by day",
                    "by night"))));
  }

  private ShortcutProbe shortcuts() {
    List<ShortcutProbe.Followed> factors = new ArrayList<>();
    for (ProbeFactor factor : ProbeFactor.values()) {
      factors.add(
          new ShortcutProbe.Followed(
              factor, proportion(), proportion(), proportion(), share(), share()));
    }
    return new ShortcutProbe(count(), factors, ProbeFactor.COLOUR);
  }

  private CostFigures cost() {
    return new CostFigures(
        "bfloat16",
        2,
        new CountedCost(
            List.of(3L, 32L, 48L),
            count(),
            count(),
            count(),
            count(),
            new CountedActivations(count(), 0, 0),
            List.of(
                new CountedCost.Layer(
                    "features.0", "Conv2d", List.of(64L), count(), count(), count(), count()))),
        new TrainingWork(count(), count(), count(), 1.23e15),
        List.of(new PredictionCost(count(), 3_162, 0.76, 1.53, 512_000_000L)),
        List.of(new KnownNetwork("resnet18", List.of(3L, 224L, 224L), count(), count(), count())));
  }
}
