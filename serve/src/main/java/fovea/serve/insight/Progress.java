package fovea.serve.insight;

/** Hears how far something has come. */
@FunctionalInterface
interface Progress {
  void done(long done, long all);
}
