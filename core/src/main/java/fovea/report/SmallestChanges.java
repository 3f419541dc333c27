package fovea.report;

import java.util.List;

/** Pictures of the smallest changes found that make a model take images for something else. */
public record SmallestChanges(List<PerturbationSheet.Row> rows) {
  public SmallestChanges {
    rows = List.copyOf(rows);
  }
}
