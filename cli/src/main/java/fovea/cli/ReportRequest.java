package fovea.cli;

import fovea.report.ReportPart;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked for.
 *
 * @param data as the user calls them
 * @param unknown data of other things
 * @param groups a CSV file or {@code folders}; null where nobody asked
 * @param anew whether what was measured before counts for nothing
 */
record ReportRequest(
    String data,
    ReportEffort effort,
    List<String> unknown,
    @Nullable String groups,
    Set<ReportPart> skipped,
    boolean anew) {
  ReportRequest {
    unknown = List.copyOf(unknown);
    skipped = Set.copyOf(skipped);
  }
}
