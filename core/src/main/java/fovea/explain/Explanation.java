package fovea.explain;

import java.util.Optional;

/** A way to say which pixels of an image an answer comes from. */
public sealed interface Explanation
    permits Saliency,
        InputTimesGradient,
        IntegratedGradients,
        SmoothGrad,
        GradCam,
        GradCamPlusPlus,
        GuidedBackpropagation,
        Occlusion,
        Rise,
        KernelShap {
  /** As the command line and reports call it. */
  String name();

  /** The relevance of each pixel for the subject's question. */
  Relevance of(Subject subject);

  /** What someone should know before believing it, one sentence without a full stop. */
  default Optional<String> caution() {
    return Optional.empty();
  }
}
