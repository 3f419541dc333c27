package fovea.pretrained;

import fovea.Visible;
import fovea.io.StoredTensor;
import fovea.models.Head;
import fovea.models.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is good to know of a network that starts from weights.
 *
 * @param head that begins at random, if one does
 * @param sameClasses whether the network's classes are those of the weights
 */
record StartNotes(Pretrained from, Fit fit, Optional<Head> head, boolean sameClasses) {
  private static final int SHOWN = 5;

  /** A sentence each. */
  List<String> all() {
    List<String> notes = new ArrayList<>();
    String key = from.weights().key();
    String where = key.isEmpty() ? "" : ", `" + shown(key) + "` in it";
    notes.add(
        "starts from %s%s, weights of `%s`".formatted(from.file(), where, fit.network().name()));
    if (sameClasses) {
      notes.add("what names the classes is kept, as they are the same");
    }
    head.ifPresent(
        part ->
            notes.add(
                "%s, which names the classes, is new: %s".formatted(part.name(), reason(part))));
    from.normalization(fit).ifPresent(notes::add);
    addSize(notes);
    addList(notes, "not in the file, so they begin at random", fit.missing());
    addList(notes, "of another shape in the file, so they begin at random", fit.otherShape());
    addList(notes, "in the file and of no use here", fit.unused());
    return notes;
  }

  private String reason(Head part) {
    StoredTensor before = from.weights().tensors().get(fit.inFile(part.name() + ".weight"));
    if (before == null || before.shape().rank() == 0) {
      return "the file has none";
    }
    long then = before.shape().size(0);
    long now = fit.network().classes().size();
    if (then != now) {
      return String.format(Locale.ROOT, "it was for %,d classes, these are %,d", then, now);
    }
    return from.design().isPresent()
        ? "its classes have other names"
        : "the file doesn't say which classes it was for";
  }

  private void addSize(List<String> notes) {
    Model model = fit.network();
    from.design()
        .filter(known -> !known.input().equals(model.input()))
        .ifPresent(
            known ->
                notes.add(
                    "the weights were trained on images of %d x %d, these are %d x %d"
                        .formatted(
                            known.input().size(2),
                            known.input().size(1),
                            model.input().size(2),
                            model.input().size(1))));
  }

  /** The head was spoken of before. */
  private void addList(List<String> notes, String what, List<String> names) {
    List<String> told =
        names.stream().filter(name -> head.stream().noneMatch(part -> part.has(name))).toList();
    if (!told.isEmpty()) {
      notes.add(what + ": " + some(told));
    }
  }

  /** The first names, and how many more there are. */
  static String some(List<String> names) {
    String shown = String.join(", ", names.stream().limit(SHOWN).map(StartNotes::shown).toList());
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }

  private static String shown(String name) {
    return Visible.of(name.length() <= 100 ? name : name.substring(0, 97) + "...");
  }
}
