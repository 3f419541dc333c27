package fovea.io.pickle;

import fovea.FoveaException;
import fovea.Visible;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one pickle, of protocols 0 to 5. Text is a {@code String}, a whole number a {@code Long} or
 * {@code BigInteger}, a tuple or list a {@code List}, a dict a {@code Map}; the attributes that a
 * pickle gives to an object are passed over. It doesn't recurse, and its values may contain
 * themselves: don't print or compare them.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">The
 *     instructions</a>
 */
public final class Unpickler {
  private static final int LONGEST_NUMBER = 64;

  private final PickleInput in;
  private final Allowed allowed;
  private final PickleStack stack = new PickleStack();
  private final Map<Long, Object> memo = new HashMap<>();

  private Unpickler(ByteBuffer bytes, Allowed allowed) {
    in = new PickleInput(bytes);
    this.allowed = allowed;
  }

  /**
   * The value of a pickle.
   *
   * @param bytes from their position on, which is behind the pickle then
   * @throws FoveaException if it is damaged, asks for what isn't allowed, or is larger than any
   *     that describes weights; a sentence without the file
   */
  public static Object read(ByteBuffer bytes, Allowed allowed) {
    return new Unpickler(bytes, allowed).run();
  }

  private Object run() {
    for (char code = (char) in.u1(); code != '.'; code = (char) in.u1()) {
      if (!constant(code) && !memory(code) && !container(code)) {
        object(code);
      }
    }
    return stack.pop();
  }

  /** Numbers, text and the like. */
  private boolean constant(char code) {
    switch (code) {
      case 'N' -> stack.push(None.NONE);
      case '\u0088' -> stack.push(true);
      case '\u0089' -> stack.push(false);
      case 'K' -> stack.push((long) in.u1());
      case 'M' -> stack.push((long) in.u2());
      case 'J' -> stack.push((long) in.i4());
      case '\u008a' -> stack.push(whole(in.bytes(in.u1())));
      case 'I', 'L' -> stack.push(whole(in.line()));
      case 'G' -> stack.push(in.bigEndianDouble());
      case 'F' -> stack.push(fraction(in.line()));
      case 'X' -> stack.push(in.utf8(in.u4()));
      case '\u008c' -> stack.push(in.utf8(in.u1()));
      case '\u008d' -> stack.push(in.utf8(in.i8()));
      case 'V', 'S' -> stack.push(unquoted(in.line()));
      case 'U' -> stack.push(in.utf8(in.u1()));
      case 'T' -> stack.push(in.utf8(in.i4()));
      case 'C' -> stack.push(passedOver(in.bytes(in.u1())));
      case 'B' -> stack.push(passedOver(in.bytes(in.u4())));
      case '\u008e', '\u0096' -> stack.push(passedOver(in.bytes(in.i8())));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** No weights are made of bytes. */
  private static Object passedOver(byte[] unused) {
    return None.NONE;
  }

  private static Object whole(byte[] littleEndian) {
    if (littleEndian.length > LONGEST_NUMBER) {
      throw tooLong();
    }
    for (int i = 0, j = littleEndian.length - 1; i < j; i++, j--) {
      byte swapped = littleEndian[i];
      littleEndian[i] = littleEndian[j];
      littleEndian[j] = swapped;
    }
    return narrowed(littleEndian.length == 0 ? BigInteger.ZERO : new BigInteger(littleEndian));
  }

  /** Of protocol 0, where 01 and 00 are truth values. */
  private static Object whole(String line) {
    if (line.equals("01") || line.equals("00")) {
      return line.equals("01");
    }
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    if (digits.length() > LONGEST_NUMBER) {
      throw tooLong();
    }
    try {
      return narrowed(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw new FoveaException("its pickle is damaged: it has a number that is none", e);
    }
  }

  private static Object narrowed(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static FoveaException tooLong() {
    return new FoveaException("its pickle has a whole number of more than 64 digits");
  }

  private static Object fraction(String line) {
    try {
      return Double.parseDouble(line);
    } catch (NumberFormatException e) {
      throw new FoveaException("its pickle is damaged: it has a number that is none", e);
    }
  }

  private static String unquoted(String line) {
    boolean quoted = line.length() >= 2 && line.matches("(?s)'.*'|\".*\"");
    return quoted ? line.substring(1, line.length() - 1) : line;
  }

  /** What is put down is remembered, and brought back. */
  private boolean memory(char code) {
    switch (code) {
      case '\u0080' -> {
        int unused = in.u1(); // of the protocol; all are read alike
      }
      case '\u0095' -> {
        long unused = in.i8(); // how long a frame is
      }
      case 'q' -> remember(in.u1());
      case 'r' -> remember(in.u4());
      case 'p' -> remember(number(whole(in.line())));
      case '\u0094' -> remember(memo.size());
      case 'h' -> stack.push(recalled(in.u1()));
      case 'j' -> stack.push(recalled(in.u4()));
      case 'g' -> stack.push(recalled(number(whole(in.line()))));
      case '0' -> stack.drop();
      case '1' -> {
        List<Object> unused = stack.popToMark();
      }
      case '2' -> stack.push(stack.top());
      case '(' -> stack.mark();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static long number(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw PickleStack.malformed();
  }

  private void remember(long index) {
    if (memo.size() >= PickleStack.MOST_OBJECTS) {
      throw PickleStack.tooMany();
    }
    memo.put(index, stack.top());
  }

  private Object recalled(long index) {
    Object value = memo.get(index);
    if (value == null) {
      throw PickleStack.malformed();
    }
    return value;
  }

  private boolean container(char code) {
    switch (code) {
      case ')' -> stack.push(List.of());
      case ']', '\u008f' -> stack.push(new ArrayList<>());
      case '}' -> stack.push(new LinkedHashMap<>());
      case 't', 'l', '\u0091' -> {
        List<Object> items = stack.popToMark();
        stack.push(code == 'l' ? items : Collections.unmodifiableList(items));
      }
      case '\u0085' -> stack.push(List.of(stack.pop()));
      case '\u0086' -> {
        Object second = stack.pop();
        stack.push(List.of(stack.pop(), second));
      }
      case '\u0087' -> {
        Object third = stack.pop();
        Object second = stack.pop();
        stack.push(List.of(stack.pop(), second, third));
      }
      case 'd' -> {
        List<Object> entries = stack.popToMark();
        stack.push(new LinkedHashMap<>());
        put(entries);
      }
      case 'a' -> add(List.of(stack.pop()));
      case 'e', '\u0090' -> add(stack.popToMark());
      case 's' -> {
        Object value = stack.pop();
        put(List.of(stack.pop(), value));
      }
      case 'u' -> put(stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked") // no other lists than these are put down
  private void add(List<Object> items) {
    if (!(stack.top() instanceof ArrayList<?> list)) {
      throw PickleStack.malformed();
    }
    ((ArrayList<Object>) list).addAll(items);
  }

  @SuppressWarnings("unchecked") // no other maps than these are put down
  private void put(List<Object> entries) {
    if (!(stack.top() instanceof LinkedHashMap<?, ?> map) || entries.size() % 2 != 0) {
      throw PickleStack.malformed();
    }
    for (int i = 0; i < entries.size(); i += 2) {
      ((LinkedHashMap<Object, Object>) map).put(key(entries.get(i)), entries.get(i + 1));
    }
  }

  /** Text and numbers as such; the rest only as something that nobody asks for. */
  private static Object key(Object key) {
    return key instanceof String || key instanceof Long || key instanceof Boolean
        ? key
        : new Object();
  }

  private void object(char code) {
    switch (code) {
      case 'c' -> {
        String module = in.line();
        stack.push(named(module, in.line()));
      }
      case '\u0093' -> {
        Object name = stack.pop();
        if (!(stack.pop() instanceof String module) || !(name instanceof String text)) {
          throw PickleStack.malformed();
        }
        stack.push(named(module, text));
      }
      case 'R', '\u0081' -> {
        Object arguments = stack.pop();
        if (!(stack.pop() instanceof Global function) || !(arguments instanceof List<?> list)) {
          throw PickleStack.malformed();
        }
        stack.push(allowed.call(function, list));
      }
      case 'i' -> {
        String module = in.line();
        Global function = named(module, in.line());
        stack.push(allowed.call(function, stack.popToMark()));
      }
      case 'Q' -> stack.push(allowed.persistent(stack.pop()));
      case 'b' -> {
        Object unused = stack.pop(); // attributes
        unused = stack.top();
      }
      default ->
          throw new FoveaException(
              "its pickle has the instruction 0x%02x, which no weights need; it is damaged, or no"
                      .formatted((int) code)
                  + " state_dict");
    }
  }

  private Global named(String module, String name) {
    Global global = Global.of(module, name);
    if (!allowed.contains(global)) {
      String shown = Visible.of(global.toString());
      throw new FoveaException(
          ("asks for `%s`, which weights don't need, so nothing of it was run; expected a"
                  + " state_dict, as torch.save(model.state_dict(), FILE) writes it in Python")
              .formatted(shown.substring(0, Math.min(100, shown.length()))));
    }
    return global;
  }
}
