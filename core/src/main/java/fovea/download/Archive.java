package fovea.download;

import java.net.URI;

/**
 * A file that can be downloaded, and how to know it.
 *
 * @param bytes its size
 * @param md5 in lower-case hex, as its publisher gives it
 */
public record Archive(URI address, long bytes, String md5) {
  /** The last part of the address. */
  public String fileName() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
