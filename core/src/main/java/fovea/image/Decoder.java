package fovea.image;

import java.io.IOException;

/** Decodes the files of one format; any number of threads may use one at once. */
interface Decoder {
  /**
   * Decodes an image, of several the first.
   *
   * @param file whole; its first bytes are those of the format
   * @param limit told the width and height before memory is taken for them
   * @throws Unreadable if the decoder knows what is wrong
   * @throws IOException if the file is damaged in another way; decoders of libraries throw
   *     RuntimeExceptions, too
   */
  Decoded decode(byte[] file, SizeLimit limit) throws IOException;

  /**
   * What came out.
   *
   * @param pixels as stored, not turned upright yet
   * @param orientation how they should be turned
   */
  record Decoded(Pixels pixels, Orientation orientation) {}

  /** Refuses images that are too large, by throwing a {@link fovea.FoveaException}. */
  @FunctionalInterface
  interface SizeLimit {
    void check(int width, int height);
  }

  /** Says why an image can't be decoded, in words that follow "a JPEG image". */
  final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String phrase) {
      super(phrase);
    }

    static Unreadable cutShort() {
      return new Unreadable("that is cut short; copy or download it again");
    }
  }
}
