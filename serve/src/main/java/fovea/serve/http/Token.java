package fovea.serve.http;

import fovea.files.Sha256;
import fovea.serve.limits.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** What whoever asks has to know, if anything. */
final class Token {
  private static final String SCHEME = "bearer ";

  private final Optional<byte[]> digest;

  private Token(Optional<byte[]> digest) {
    this.digest = digest;
  }

  static Token of(Optional<String> secret) {
    return new Token(secret.map(Token::digest));
  }

  private static byte[] digest(String secret) {
    return Sha256.fresh().digest(secret.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Compares in a time that says nothing of the token.
   *
   * @param authorization header
   */
  void check(Optional<String> authorization) {
    if (digest.isEmpty()) {
      return;
    }
    String given =
        authorization
            .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .map(header -> header.substring(SCHEME.length()).strip())
            .orElse("");
    if (!MessageDigest.isEqual(digest.get(), digest(given))) {
      throw Refusal.unauthorized();
    }
  }
}
