package fovea.io.pickle;

/** A class or function of Python's, by the names that a pickle asks for it. */
public record Global(String module, String name) {

  /** Under the names of Python 3, the same on every system. */
  static Global of(String module, String name) {
    return new Global(
        switch (module) {
          case "__builtin__" -> "builtins";
          case "copy_reg" -> "copyreg";
          case "posix", "nt" -> "os"; // what `os.system` is pickled as
          default -> module;
        },
        name);
  }

  @Override
  public String toString() {
    return module + "." + name;
  }
}
