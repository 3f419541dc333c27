package fovea.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a data set a cleaned copy of it would hold. Images that show nothing are left out, and of
 * copies all but one: of those across splits the one stays that is tested with, so that figures on
 * the test split stay comparable. Where the classes of copies differ, none of them stays. Labels
 * are never changed; those that are probably wrong are to be looked at.
 */
public final class CleanList {
  private static final List<String> KEPT_FIRST = List.of("test", "validation", "train");

  private CleanList() {}

  /** What becomes of an image in the cleaned copy. */
  public enum Action {
    KEEP,
    DROP,
    LOOK
  }

  /**
   * An image of the data.
   *
   * @param reason why it isn't simply kept, or empty
   */
  public record Entry(AuditedImage image, Action action, String reason) {}

  /** All images, in their order. */
  public static List<Entry> of(DataAudit audit, AuditedImages images) {
    Map<Integer, String> dropped = new HashMap<>();
    for (Flaw flaw : audit.flaws()) {
      if (flaw.kind() == AuditKind.EMPTY) {
        dropped.put(flaw.image().number(), "shows nothing");
      }
    }
    dropCopies(audit, dropped);
    Map<Integer, String> looked = new HashMap<>();
    LabelAudit labels = audit.labels();
    if (labels != null) {
      labels
          .suspects()
          .forEach(
              suspect -> looked.put(suspect.image().number(), "may be " + suspect.suggested()));
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String why = dropped.get(i);
      String look = looked.get(i);
      Action action = why != null ? Action.DROP : look != null ? Action.LOOK : Action.KEEP;
      entries.add(new Entry(images.image(i), action, why != null ? why : look != null ? look : ""));
    }
    return entries;
  }

  /** Of two copies that are both still there, one goes; and both where their classes differ. */
  private static void dropCopies(DataAudit audit, Map<Integer, String> dropped) {
    Set<Integer> conflicting = new HashSet<>();
    for (Copy copy : audit.copies()) {
      if (copy.classesDiffer()) {
        conflict(copy.first(), copy.second(), dropped, conflicting);
        conflict(copy.second(), copy.first(), dropped, conflicting);
      }
    }
    for (Copy copy : audit.copies()) {
      if (!dropped.containsKey(copy.first().number())
          && !dropped.containsKey(copy.second().number())) {
        boolean keepsFirst = rank(copy.first()) <= rank(copy.second());
        AuditedImage kept = keepsFirst ? copy.first() : copy.second();
        AuditedImage gone = keepsFirst ? copy.second() : copy.first();
        dropped.put(gone.number(), "copy of " + kept.file());
      }
    }
  }

  private static void conflict(
      AuditedImage one, AuditedImage other, Map<Integer, String> dropped, Set<Integer> seen) {
    if (seen.add(one.number())) {
      dropped.put(
          one.number(), "copy of %s, filed under %s".formatted(other.file(), other.label()));
    }
  }

  private static int rank(AuditedImage image) {
    return KEPT_FIRST.indexOf(image.split());
  }
}
