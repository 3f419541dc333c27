package fovea.cli;

import fovea.Spelling;
import fovea.audit.AuditKind;
import fovea.audit.DataAudit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of findings that an audit fails on.
 *
 * @param kinds of those that are looked for
 * @param withoutLabels whether all are meant, but labels aren't looked at
 */
record FailOn(Set<AuditKind> kinds, boolean withoutLabels) {
  private static final String ALL = "all";

  FailOn {
    kinds = Set.copyOf(kinds);
  }

  /**
   * By the names that a user gave.
   *
   * @param labels whether they are looked at
   * @throws IllegalArgumentException if a name is none, or names what isn't looked at; the message
   *     says how to go on
   */
  static FailOn of(List<String> given, boolean labels) {
    List<String> names = given.stream().map(String::strip).toList();
    Set<AuditKind> kinds = EnumSet.noneOf(AuditKind.class);
    names.stream().filter(name -> !name.equals(ALL)).map(FailOn::kind).forEach(kinds::add);
    if (!labels && kinds.contains(AuditKind.LABELS)) {
      throw new IllegalArgumentException(
          "--fail-on labels, and --quick doesn't look at labels without a --model; leave out one of them");
    }
    if (!names.contains(ALL)) {
      return new FailOn(kinds, false);
    }
    Set<AuditKind> all = EnumSet.allOf(AuditKind.class);
    if (!labels) {
      all.remove(AuditKind.LABELS);
    }
    return new FailOn(all, !labels);
  }

  private static AuditKind kind(String name) {
    List<String> names = Arrays.stream(AuditKind.values()).map(AuditKind::toString).toList();
    return Arrays.stream(AuditKind.values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--fail-on: there is no kind `%s`.%s The kinds are %s"
                        .formatted(
                            name, Spelling.didYouMean(name, names), String.join(", ", names))));
  }

  /**
   * Why an audit fails, one sentence each; none where it doesn't. Labels that were to be judged and
   * weren't make it fail, since nobody knows whether they are right.
   *
   * @param unjudged why labels weren't judged, after the data's name; null where all were
   */
  List<String> failures(DataAudit audit, @Nullable String unjudged) {
    List<String> failures = new ArrayList<>();
    String found =
        audit.findings().entrySet().stream()
            .filter(entry -> kinds.contains(entry.getKey()) && entry.getValue() > 0)
            .map(Map.Entry::getKey)
            .map(AuditKind::description)
            .collect(Collectors.joining(", "));
    if (!found.isEmpty()) {
      failures.add("found " + found + ", which --fail-on names.");
    }
    if (unjudged != null && kinds.contains(AuditKind.LABELS)) {
      failures.add(
          unjudged
              + "; --fail-on asks for labels, so this doesn't pass: name the other kinds alone.");
    }
    return failures;
  }

  /** What a user should know before the work. */
  Optional<String> note() {
    return withoutLabels
        ? Optional.of("--fail-on all is all but labels here, as --quick doesn't look at them.")
        : Optional.empty();
  }
}
