package fovea.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import fovea.attack.AttackEffort;
import fovea.attack.AttackOutcome;
import fovea.attack.AttackResult;
import fovea.attack.BudgetCurve;
import fovea.attack.GradientCheck;
import fovea.attack.Norm;
import fovea.evaluate.Interval;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model stands attacks: what programs read, and what people do.
 *
 * @param model the file
 * @param fingerprint of the data
 * @param part which images of the data they are
 * @param budget as it was written
 * @param precision of gradients; images count as fooled by float32 logits
 * @param byAttack accuracy that each attack left, each one tried on what those before it left
 * @param warnings what makes gradients look masked
 * @param curve where it was asked for
 * @param curveEffort how hard {@code apgd-ce} tried for it
 */
record AttackReport(
    String model,
    String data,
    String fingerprint,
    String split,
    @JsonIgnore String part,
    String attack,
    @JsonSerialize(converter = Norms.class) Norm norm,
    double epsilon,
    @JsonIgnore String budget,
    long seed,
    String precision,
    int images,
    double accuracy,
    double robustAccuracy,
    Map<String, Double> byAttack,
    List<AttackOutcome> attacks,
    GradientCheck gradientCheck,
    List<String> warnings,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<BudgetCurve.Point> curve,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AttackEffort curveEffort) {

  static Map<String, Double> byAttack(AttackResult result) {
    Map<String, Double> left = new LinkedHashMap<>();
    result.attacks().forEach(each -> left.put(each.attack(), each.robustAccuracy()));
    return left;
  }

  /** Where the accuracy lies by so many images. */
  @JsonProperty
  Interval accuracyInterval() {
    return interval(accuracy);
  }

  /** Where that under attack does. */
  @JsonProperty
  Interval robustAccuracyInterval() {
    return interval(robustAccuracy);
  }

  /** Those of the curve's points, in their order. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Nullable List<Interval> curveIntervals() {
    return curve == null
        ? null
        : curve.stream().map(point -> interval(point.robustAccuracy())).toList();
  }

  private Interval interval(double share) {
    return Interval.ofShare(Math.round(share * images), images);
  }

  private String bounds(double share) {
    Interval interval = interval(share);
    return Text.percent(interval.low()) + " to " + Text.percent(interval.high());
  }

  void print(PrintStream out) {
    Table.leftAligned()
        .row(
            "accuracy",
            "%s (%s) of %s, %s"
                .formatted(
                    Text.percent(accuracy), bounds(accuracy), Text.count(images, "image"), part))
        .row(
            "robust accuracy",
            "%s (%s) under %s, %s at most %s"
                .formatted(
                    Text.percent(robustAccuracy),
                    bounds(robustAccuracy),
                    attack,
                    norm == Norm.LINF ? "L-inf" : "L2",
                    budget))
        .print(out);
    out.println();
    Table table = Table.aligned("lrrrr");
    table.row("attack", "tried on", "fooled", "accuracy left", "time");
    for (AttackOutcome one : attacks) {
      table.row(
          one.attack(),
          Text.number(one.tried()),
          Text.number(one.fooled()),
          Text.percent(one.robustAccuracy()),
          Text.duration(one.seconds()));
    }
    table.print(out);
    printCurve(out);
  }

  private void printCurve(PrintStream out) {
    if (curve == null) {
      return;
    }
    out.println();
    Table table = Table.aligned("rrr");
    table.row("budget", "accuracy", "95 % interval");
    for (BudgetCurve.Point point : curve) {
      table.row(
          budget(norm, point.epsilon()),
          Text.percent(point.robustAccuracy()),
          bounds(point.robustAccuracy()));
    }
    table.print(out);
  }

  /** A budget or a change as people read it: of 255 in L-inf, which bytes are counted in. */
  static String budget(Norm norm, double epsilon) {
    return norm == Norm.LINF ? plain(255 * epsilon) + "/255" : plain(epsilon);
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  private static final class Norms extends StdConverter<Norm, String> {
    @Override
    public String convert(Norm norm) {
      return norm.toString();
    }
  }
}
