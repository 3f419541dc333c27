package fovea.files;

/** Addresses where files are expected: Fovea fetches nothing that it isn't told to. */
public final class WebAddress {
  private WebAddress() {}

  /** Also where Java's paths have made one slash of two. */
  public static boolean is(String argument) {
    return argument.matches("(?si)(https?|ftp|s3|gs|hf):/.*");
  }

  /**
   * The message for whoever named it.
   *
   * @param what is to be downloaded
   */
  public static String refusal(String address, String what) {
    return "%s: a web address; download %s first, and name the file"
        .formatted(address.replaceFirst(":/+", "://"), what);
  }
}
