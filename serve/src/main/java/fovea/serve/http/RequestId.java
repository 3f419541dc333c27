package fovea.serve.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What a request is called in logs and replies: by its sender, or by us. */
final class RequestId {
  private static final int LONGEST = 128;

  private RequestId() {}

  /**
   * The given one if it is short and visible, since it is sent back and logged; else a new one.
   *
   * @param given or null
   */
  static String of(@Nullable String given) {
    return given != null && isUsable(given) ? given : fresh();
  }

  private static boolean isUsable(String id) {
    return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static String fresh() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
