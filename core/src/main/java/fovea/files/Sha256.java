package fovea.files;

import fovea.FoveaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which tells files, folders and images apart. */
public final class Sha256 {
  private Sha256() {}

  /** One that nothing was added to. */
  public static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * That of a file, in hex.
   *
   * @throws FoveaException if it can't be read
   */
  public static String ofFile(Path file) {
    MessageDigest sha = fresh();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      long unused = in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(sha.digest());
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  /** Adds a text in UTF-8. */
  public static void add(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
