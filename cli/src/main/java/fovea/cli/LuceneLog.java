package fovea.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What Lucene says on later Javas of how it could be faster is nothing that a user can change. */
final class LuceneLog {
  /** Held, or its level would be forgotten. */
  private static final Logger LOG = Logger.getLogger("org.apache.lucene");

  private LuceneLog() {}

  static void quiet() {
    LOG.setLevel(Level.SEVERE);
  }
}
