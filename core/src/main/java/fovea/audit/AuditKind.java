package fovea.audit;

import java.util.Locale;

/** A kind of finding of a {@link DataAudit}. */
public enum AuditKind {
  /** Files that can't be decoded. */
  UNREADABLE("files that can't be read"),
  /** Images of another size or shape than the others. */
  ODD_SIZE("images of an odd size"),
  /** Images so dark that little is seen. */
  DARK("dark images"),
  /** Images less sharp than the others by far. */
  BLURRED("blurred images"),
  /** Images of a single colour. */
  EMPTY("images that show nothing"),
  /** Copies within a split. */
  DUPLICATES("copies within a split"),
  /** Copies in two splits, by which one gives the other away. */
  LEAKS("copies across splits"),
  /** Copies under two classes. */
  CONFLICTS("copies filed under different classes"),
  /** Pairs that are perhaps copies. */
  LOOKALIKES("pairs that look alike, copies perhaps"),
  /** A class with more than ten times the images of another. */
  IMBALANCE("splits in which a class has over ten times the images of another"),
  /** Labels that are probably wrong. */
  LABELS("labels that are probably wrong");

  private final String description;

  AuditKind(String description) {
    this.description = description;
  }

  /** What is found, in the plural. */
  public String description() {
    return description;
  }

  /** As people and programs are told it: {@code odd-size}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
