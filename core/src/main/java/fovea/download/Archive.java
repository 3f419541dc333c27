package fovea.download;

import java.net.URI;

/**
 * A file that can be downloaded, and how to know it.
 *
 * @param bytes its size, or {@link #UNKNOWN}: then what the server says when it sends the file
 */
public record Archive(URI address, long bytes, Checksum checksum) {
  /** Of a file whose publisher doesn't say its size. */
  public static final long UNKNOWN = -1;

  /** The last part of the address. */
  public String fileName() {
    String path = address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
