package fovea.augment;

import fovea.FoveaException;
import fovea.settings.YamlText;

/** Two settings of which one is the least value and the other the largest. */
final class Bounds {
  private Bounds() {}

  static void require(String leastKey, double least, String mostKey, double most) {
    if (least > most) {
      throw FoveaException.of(
          leastKey,
          "`%s` is %s, expected at most `%s`, which is %s"
              .formatted(leastKey, YamlText.number(least), mostKey, YamlText.number(most)));
    }
  }
}
