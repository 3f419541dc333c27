package fovea.io;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A pickle of protocol 2 as it is written: what a state dict takes. */
final class PickleOutput {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleOutput() {
    code(0x80).code(2);
  }

  @CanIgnoreReturnValue
  private PickleOutput code(int code) {
    out.write(code);
    return this;
  }

  private void fourBytes(long value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (value >> shift));
    }
  }

  @CanIgnoreReturnValue
  PickleOutput mark() {
    return code('(');
  }

  @CanIgnoreReturnValue
  PickleOutput text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    code('X');
    fourBytes(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** A whole number from 0 on. */
  @CanIgnoreReturnValue
  PickleOutput number(long value) {
    if (value <= 0xff) {
      return code('K').code((int) value);
    }
    if (value <= 0xffff) {
      return code('M').code((int) value & 0xff).code((int) value >> 8);
    }
    if (value <= Integer.MAX_VALUE) {
      code('J');
      fourBytes(value);
      return this;
    }
    code(0x8a).code(Long.BYTES);
    fourBytes(value);
    fourBytes(value >> 32);
    return this;
  }

  /** A tuple of them. */
  @CanIgnoreReturnValue
  PickleOutput numbers(long[] values) {
    mark();
    for (long value : values) {
      number(value);
    }
    return tuple();
  }

  @CanIgnoreReturnValue
  PickleOutput falsehood() {
    return code(0x89);
  }

  /** A class or function, by name. */
  @CanIgnoreReturnValue
  PickleOutput global(String module, String name) {
    code('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** All since the last mark. */
  @CanIgnoreReturnValue
  PickleOutput tuple() {
    return code('t');
  }

  /** Calls a function by the tuple above it. */
  @CanIgnoreReturnValue
  PickleOutput call() {
    return code('R');
  }

  /** What stands outside of the pickle, by the tuple above. */
  @CanIgnoreReturnValue
  PickleOutput persistent() {
    return code('Q');
  }

  @CanIgnoreReturnValue
  PickleOutput emptyOrderedDict() {
    return global("collections", "OrderedDict").code(')').call();
  }

  /** Puts all since the last mark, names and values in turns, into the dict below it. */
  @CanIgnoreReturnValue
  PickleOutput setItems() {
    return code('u');
  }

  /** The whole pickle. */
  byte[] toBytes() {
    code('.');
    return out.toByteArray();
  }
}
