package fovea.report;

import java.util.List;

/** Images with what explains the answers to them. */
public record ExplainedPictures(List<ExplainedPicture> pictures) {
  public ExplainedPictures {
    pictures = List.copyOf(pictures);
  }
}
