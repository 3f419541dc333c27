package fovea.download;

/** Learns how far a download has come. Called on the thread that downloads. */
@FunctionalInterface
public interface DownloadListener {
  /** Hears nothing. */
  DownloadListener SILENT = (bytes, total) -> {};

  /**
   * Some more has arrived.
   *
   * @param bytes that are there, those of an earlier download that was cut included; fewer than
   *     before where the download had to begin again
   * @param total of the whole file
   */
  void received(long bytes, long total);

  /**
   * Something went wrong that another attempt may mend.
   *
   * @param reason as a sentence without its full stop
   */
  default void retrying(String reason) {}
}
