package fovea.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a data set a cleaned copy of it would hold. Images that show nothing are left out, and of
 * copies all but one: of those across splits the one stays that is tested with, so that figures on
 * the test split stay comparable. Where the classes of copies differ, none of them stays. Labels
 * are never changed; those that are probably wrong are to be looked at.
 */
public final class CleanList {
  private static final List<String> KEPT_FIRST = List.of("test", "validation", "train");
  private static final Comparator<AuditedImage> BY_SPLIT =
      Comparator.comparingInt(image -> KEPT_FIRST.indexOf(image.split()));

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
    dropCopies(audit, images, dropped);
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

  /** Of all copies of a picture that are still there, one stays; none where classes differ. */
  private static void dropCopies(
      DataAudit audit, AuditedImages images, Map<Integer, String> dropped) {
    for (int[] picture : SamePictures.of(images.size(), audit.copies()).several()) {
      List<AuditedImage> copies = Arrays.stream(picture).mapToObj(images::image).toList();
      List<AuditedImage> left =
          copies.stream().filter(image -> !dropped.containsKey(image.number())).toList();
      AuditedImage kept = left.stream().min(BY_SPLIT).orElse(null);
      for (AuditedImage image : left) {
        Optional<AuditedImage> other =
            copies.stream().filter(copy -> !copy.label().equals(image.label())).findFirst();
        if (other.isPresent()) {
          String where = other.get().file();
          dropped.put(
              image.number(), "copy of %s, filed under %s".formatted(where, other.get().label()));
        } else if (kept != null && !image.equals(kept)) {
          dropped.put(image.number(), "copy of " + kept.file());
        }
      }
    }
  }
}
