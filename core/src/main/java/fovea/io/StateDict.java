package fovea.io;

import fovea.FoveaException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The weights in what a PyTorch file holds: a dict of tensors, by itself or within the dict of a
 * training's state.
 *
 * @param key where they lay, such as {@code state_dict_ema}; empty where they were all there is
 */
record StateDict(String key, Map<String, TorchView> tensors) {
  private static final int DEEPEST = 3;

  /** What trainings call weights, those first that are the better ones: averages over the steps. */
  private static final List<String> PREFERRED =
      List.of(
          "state_dict_ema",
          "model_ema",
          "ema_state_dict",
          "ema",
          "state_dict",
          "model_state_dict",
          "model",
          "net",
          "network",
          "module",
          "weights",
          "params");

  /**
   * @throws FoveaException if there are none, or it isn't clear which; a sentence without the file
   */
  static StateDict in(Object saved) {
    Map<String, Map<String, TorchView>> found = new LinkedHashMap<>();
    search("", saved, 0, found, new IdentityHashMap<>());
    for (String name : PREFERRED) {
      for (Map.Entry<String, Map<String, TorchView>> each : found.entrySet()) {
        if (each.getKey().equals(name) || each.getKey().startsWith(name + ".")) {
          return new StateDict(each.getKey(), each.getValue());
        }
      }
    }
    Map<String, TorchView> all = found.get("");
    if (all != null) {
      return new StateDict("", all);
    }
    if (found.size() > 1) {
      throw new FoveaException(
          "holds several sets of weights, %s; save the one that is meant by itself"
              .formatted(
                  found.keySet().stream()
                      .limit(5)
                      .map(Header::quoted)
                      .collect(Collectors.joining(", "))));
    }
    return found.entrySet().stream()
        .map(only -> new StateDict(only.getKey(), only.getValue()))
        .findFirst()
        .orElseThrow(
            () ->
                new FoveaException(
                    "holds %s, expected a state_dict: weights by name, as"
                            .formatted(described(saved))
                        + " torch.save(model.state_dict(), FILE) writes them in Python"));
  }

  private static String described(Object saved) {
    if (saved instanceof TorchView) {
      return "a single tensor";
    }
    return saved instanceof Map<?, ?> map && map.isEmpty() ? "an empty dict" : "no weights by name";
  }

  private static void search(
      String path,
      Object value,
      int depth,
      Map<String, Map<String, TorchView>> found,
      Map<Object, Boolean> seen) {
    if (!(value instanceof Map<?, ?> map) || depth > DEEPEST || seen.put(map, true) != null) {
      return;
    }
    Map<String, TorchView> tensors = new LinkedHashMap<>();
    map.forEach(
        (key, each) -> {
          if (key instanceof String name) {
            if (each instanceof TorchView view) {
              tensors.put(name, view);
            } else {
              search(path.isEmpty() ? name : path + "." + name, each, depth + 1, found, seen);
            }
          }
        });
    if (!tensors.isEmpty()) {
      found.put(path, tensors);
    }
  }
}
