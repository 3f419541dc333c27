package fovea.pretrained;

import java.util.Map;

/**
 * What others call a network's tensors, which are torchvision's in Fovea.
 *
 * @param whose for people; empty for Fovea's own names
 * @param names theirs by Fovea's, of modules and of single tensors; those that are the same are
 *     left out
 */
record Naming(String whose, Map<String, String> names) {
  static final Naming OWN = new Naming("", Map.of());

  Naming {
    names = Map.copyOf(names);
  }

  boolean isOwn() {
    return whose.isEmpty();
  }

  /** Their name of a tensor. */
  String of(String tensor) {
    int dot = tensor.lastIndexOf('.');
    if (names.containsKey(tensor) || dot < 0) {
      return names.getOrDefault(tensor, tensor);
    }
    String module = tensor.substring(0, dot);
    return names.getOrDefault(module, module) + tensor.substring(dot);
  }
}
