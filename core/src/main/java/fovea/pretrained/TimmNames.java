package fovea.pretrained;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * timm's names of the networks that compute what torchvision's do and whose parts it calls
 * otherwise. Its residual networks have torchvision's names, its ConvMixer those of Fovea. A few
 * tensors have another shape for the same numbers: VGG's first linear layers are convolutions over
 * all that they see, ConvNeXt's scales have no height and width.
 *
 * @see <a href="https://github.com/huggingface/pytorch-image-models/tree/main/timm/models">timm's
 *     models</a>: efficientnet.py and _efficientnet_blocks.py, convnext.py, vgg.py
 */
final class TimmNames {
  private static final int[] MOBILENET_BLOCKS = {1, 2, 3, 4, 3, 3, 1};
  private static final int[] EFFICIENTNET_BLOCKS = {1, 2, 2, 3, 3, 4, 1};
  private static final int[] CONVNEXT_BLOCKS = {3, 3, 9, 3};

  private static final Map<String, Naming> ALL =
      Map.of(
          "mobilenet_v2", mobileNetV2(),
          "efficientnet_b0", efficientNet(),
          "convnext_tiny", convNeXt(),
          "vgg16_bn", vgg());

  private final Map<String, String> names = new HashMap<>();

  private TimmNames() {}

  /**
   * Those of a network.
   *
   * @return empty where they are Fovea's
   */
  static Optional<Naming> of(String network) {
    return Optional.ofNullable(ALL.get(network));
  }

  /**
   * Says that a part has another name.
   *
   * @param pairs names in Fovea and in timm, in turns
   */
  private void add(String own, String timm, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(own + pairs[i], timm + pairs[i + 1]);
    }
  }

  private Naming naming() {
    return new Naming("timm", names);
  }

  private static Naming mobileNetV2() {
    TimmNames all = new TimmNames();
    all.add("", "", "features.0.0", "conv_stem", "features.0.1", "bn1");
    int place = 1; // torchvision counts blocks through all stages
    for (int stage = 0; stage < MOBILENET_BLOCKS.length; stage++) {
      for (int block = 0; block < MOBILENET_BLOCKS[stage]; block++) {
        String own = "features." + place++ + ".conv.";
        String timm = "blocks." + stage + "." + block + ".";
        if (stage == 0) { // has as many channels inside as it is given
          all.add(own, timm, "0.0", "conv_dw", "0.1", "bn1", "1", "conv_pw", "2", "bn2");
        } else {
          all.add(own, timm, "0.0", "conv_pw", "0.1", "bn1", "1.0", "conv_dw", "1.1", "bn2");
          all.add(own, timm, "2", "conv_pwl", "3", "bn3");
        }
      }
    }
    all.add("", "", "features.18.0", "conv_head", "features.18.1", "bn2");
    all.add("", "", "classifier.1", "classifier");
    return all.naming();
  }

  private static Naming efficientNet() {
    TimmNames all = new TimmNames();
    all.add("", "", "features.0.0", "conv_stem", "features.0.1", "bn1");
    for (int stage = 0; stage < EFFICIENTNET_BLOCKS.length; stage++) {
      for (int block = 0; block < EFFICIENTNET_BLOCKS[stage]; block++) {
        String own = "features." + (stage + 1) + "." + block + ".block.";
        String timm = "blocks." + stage + "." + block + ".";
        if (stage == 0) {
          all.add(own, timm, "0.0", "conv_dw", "0.1", "bn1");
          all.add(own, timm, "1.fc1", "se.conv_reduce", "1.fc2", "se.conv_expand");
          all.add(own, timm, "2.0", "conv_pw", "2.1", "bn2");
        } else {
          all.add(own, timm, "0.0", "conv_pw", "0.1", "bn1", "1.0", "conv_dw", "1.1", "bn2");
          all.add(own, timm, "2.fc1", "se.conv_reduce", "2.fc2", "se.conv_expand");
          all.add(own, timm, "3.0", "conv_pwl", "3.1", "bn3");
        }
      }
    }
    all.add("", "", "features.8.0", "conv_head", "features.8.1", "bn2");
    all.add("", "", "classifier.1", "classifier");
    return all.naming();
  }

  private static Naming convNeXt() {
    TimmNames all = new TimmNames();
    all.add("features.0.", "stem.", "0", "0", "1", "1");
    for (int stage = 0; stage < CONVNEXT_BLOCKS.length; stage++) {
      String timm = "stages." + stage + ".";
      if (stage > 0) {
        all.add("features." + 2 * stage + ".", timm + "downsample.", "0", "0", "1", "1");
      }
      for (int i = 0; i < CONVNEXT_BLOCKS[stage]; i++) {
        String own = "features." + (2 * stage + 1) + "." + i + ".";
        String block = timm + "blocks." + i + ".";
        all.add(own, block, "layer_scale", "gamma", "block.0", "conv_dw", "block.2", "norm");
        all.add(own, block, "block.3", "mlp.fc1", "block.5", "mlp.fc2");
      }
    }
    all.add("classifier.", "head.", "0", "norm", "2", "fc");
    return all.naming();
  }

  private static Naming vgg() {
    TimmNames all = new TimmNames();
    all.add("classifier.", "", "0", "pre_logits.fc1", "3", "pre_logits.fc2", "6", "head.fc");
    return all.naming();
  }
}
