package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Setting;

/** Weights that are trained otherwise than the rest, or not at all. */
public record ParameterGroup(
    @Setting(
            about =
                "the weights' names, such as `features.0.weight`; `*` stands for any letters and "
                    + "dots, `?` for one",
            standard = "*")
        String match,
    @Setting(about = "times the schedule's learning rate", standard = "1", range = "[0, 1000]")
        double rate,
    @Setting(about = "times the optimizer's weight decay", standard = "1", range = "[0, 1000]")
        double decay,
    @Setting(
            about =
                "whether they stay as they are, statistics of batch norm and normalisation "
                    + "included",
            standard = "false")
        boolean frozen) {

  public ParameterGroup {
    Declared.check(ParameterGroup.class, match, rate, decay, frozen);
  }

  /** Whether a name is one that {@link #match} stands for. */
  public boolean matches(String name) {
    return matches(match, name);
  }

  /** Without backtracking over more than the last {@code *}. */
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resumed = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resumed = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resumed;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
