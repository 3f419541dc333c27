package fovea.io.pickle;

import fovea.FoveaException;
import java.util.ArrayList;
import java.util.List;

/** What a pickle has put down so far, with marks in between. */
final class PickleStack {
  /** A state dict puts down a thousand entries at a time. */
  private static final int DEEPEST = 200_000;

  private static final int MOST_MARKS = 1000;
  static final int MOST_OBJECTS = 1_000_000;

  private final List<Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private int objects;

  void push(Object value) {
    objects++;
    if (objects > MOST_OBJECTS) {
      throw tooMany();
    }
    if (values.size() >= DEEPEST) {
      throw tooDeep();
    }
    values.add(value);
  }

  Object pop() {
    if (values.size() <= floor()) {
      throw malformed();
    }
    return values.remove(values.size() - 1);
  }

  Object top() {
    if (values.size() <= floor()) {
      throw malformed();
    }
    return values.get(values.size() - 1);
  }

  void mark() {
    if (marks.size() >= MOST_MARKS) {
      throw tooDeep();
    }
    marks.add(values.size());
  }

  /** All since the last mark, which goes with them. */
  List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw malformed();
    }
    List<Object> above = values.subList(marks.remove(marks.size() - 1), values.size());
    List<Object> popped = new ArrayList<>(above);
    above.clear();
    return popped;
  }

  /** Removes the topmost value, or the mark where it lies on top. */
  void drop() {
    if (!marks.isEmpty() && values.size() == floor()) {
      marks.remove(marks.size() - 1);
    } else {
      Object unused = pop();
    }
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  static FoveaException tooMany() {
    return new FoveaException(
        "its pickle makes more than 1,000,000 objects; no weights have as many");
  }

  private static FoveaException tooDeep() {
    return new FoveaException("its pickle nests deeper than any weights do");
  }

  static FoveaException malformed() {
    return new FoveaException("its pickle is damaged: it takes a value that isn't there");
  }
}
