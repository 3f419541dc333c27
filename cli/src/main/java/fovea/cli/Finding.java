package fovea.cli;

import fovea.FoveaException;
import org.jspecify.annotations.Nullable;

/**
 * Something that the doctor looked at.
 *
 * @param found what it is, or what is wrong with it
 */
record Finding(String name, boolean ok, String found) {
  /** Finds something out, or throws. */
  interface Examination {
    String find() throws Exception;
  }

  /** Whatever goes wrong is a finding: the doctor never falls ill. */
  static Finding of(String name, Examination examination) {
    try {
      return new Finding(name, true, examination.find());
    } catch (FoveaException e) {
      return new Finding(name, false, line(e.getMessage()));
    } catch (Exception | LinkageError e) {
      return new Finding(name, false, line(e.toString()));
    }
  }

  private static String line(@Nullable String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
