package fovea.download;

import fovea.files.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How to know that a file is the one that is meant.
 *
 * @param algorithm {@code MD5} or {@code SHA-256}
 * @param hex in lower case, as the publisher gives it: all digits, or the first ones
 */
public record Checksum(String algorithm, String hex) {

  /** A file's own digest, all of it. */
  public String of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      long unused = new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Whether a file is the one. */
  public boolean isOf(Path file) {
    return of(file).startsWith(hex);
  }
}
