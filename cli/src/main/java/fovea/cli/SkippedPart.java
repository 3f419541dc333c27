package fovea.cli;

import fovea.report.ReportPart;
import java.util.Arrays;

/** Parts of a report that {@code --skip} names: all but the one that all else is told by. */
final class SkippedPart extends EnumConverter<ReportPart> {
  SkippedPart() {
    super(
        Arrays.stream(ReportPart.values()).filter(part -> part != ReportPart.ACCURACY).toList(),
        "there is no part `%s` that can be left out, only %s");
  }
}
