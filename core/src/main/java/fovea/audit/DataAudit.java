package fovea.audit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a data set.
 *
 * @param data what it is called
 * @param fingerprint of it, in the size that the images were read in
 * @param images how many were looked at
 * @param classes by which images are filed
 * @param counts of each split
 * @param unreadable files, one sentence each
 * @param flaws of single images
 * @param copies exact ones first, then by falling likeness
 * @param lookalikes pairs that are perhaps copies, by falling likeness
 * @param labels null where nobody asked
 */
public record DataAudit(
    String data,
    String fingerprint,
    int images,
    List<String> classes,
    List<ClassCounts> counts,
    List<String> unreadable,
    List<Flaw> flaws,
    List<Copy> copies,
    List<Copy> lookalikes,
    @Nullable LabelAudit labels) {
  private static final List<AuditKind> OF_ONE_IMAGE =
      List.of(AuditKind.ODD_SIZE, AuditKind.DARK, AuditKind.BLURRED, AuditKind.EMPTY);

  /** How many times the images of a class another may have. */
  private static final double UNEVEN = 10;

  /** How many findings there are of each kind, none included. */
  public Map<AuditKind, Integer> findings() {
    Map<AuditKind, Integer> found = new EnumMap<>(AuditKind.class);
    found.put(AuditKind.UNREADABLE, unreadable.size());
    for (AuditKind kind : OF_ONE_IMAGE) {
      found.put(kind, (int) flaws.stream().filter(flaw -> flaw.kind() == kind).count());
    }
    found.put(
        AuditKind.DUPLICATES, (int) copies.stream().filter(copy -> !copy.acrossSplits()).count());
    found.put(AuditKind.LEAKS, (int) copies.stream().filter(Copy::acrossSplits).count());
    found.put(AuditKind.CONFLICTS, (int) copies.stream().filter(Copy::classesDiffer).count());
    found.put(AuditKind.LOOKALIKES, lookalikes.size());
    found.put(AuditKind.IMBALANCE, (int) counts.stream().filter(c -> c.ratio() > UNEVEN).count());
    found.put(AuditKind.LABELS, labels == null ? 0 : labels.suspects().size());
    return found;
  }
}
