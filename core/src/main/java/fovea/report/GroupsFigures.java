package fovea.report;

import fovea.audit.GroupReport;
import java.util.List;

/** A model's figures by group of images, an entry for each attribute. */
public record GroupsFigures(List<GroupReport> attributes) {
  public GroupsFigures {
    attributes = List.copyOf(attributes);
  }
}
