package fovea.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a report measures, in the order in which it does. */
public enum ReportPart {
  /** What all else is told by. */
  ACCURACY("accuracy and classes"),
  GAP("generalisation gap"),
  CALIBRATION("calibration"),
  UNKNOWN("unknown inputs"),
  CORRUPTIONS("corruptions"),
  SWEEPS("turns, shifts and other sweeps"),
  ATTACKS("attacks"),
  BUDGETS("attacks by budget"),
  CHANGES("smallest changes"),
  GROUPS("groups"),
  SHORTCUTS("what predictions follow"),
  EXPLANATIONS("where it looks"),
  COST("cost");

  private final String title;

  ReportPart(String title) {
    this.title = title;
  }

  /** As people read it. */
  public String title() {
    return title;
  }

  /** As options and files have it. */
  @Override
  @JsonValue
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
