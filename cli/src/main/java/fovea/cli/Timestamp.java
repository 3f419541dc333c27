package fovea.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Names folders by the time. */
final class Timestamp {
  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private Timestamp() {}

  /** The path with the time after it, and with a number where that exists. */
  static Path after(String path) {
    String name = path + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(FORMAT);
    Path folder = Path.of(name);
    for (int i = 2; Files.exists(folder); i++) {
      folder = Path.of(name + "-" + i);
    }
    return folder;
  }
}
