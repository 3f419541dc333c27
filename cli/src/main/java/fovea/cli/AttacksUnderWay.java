package fovea.cli;

import fovea.attack.AttackedChunk;
import fovea.attack.Threat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The images that attacks have been through, in a file that grows with them, so that attacks that
 * end before they are done go on there.
 */
final class AttacksUnderWay {
  private final PartFile file;
  private final String settings;
  private final List<AttackedChunk> chunks;

  /**
   * As the file has them.
   *
   * @param settings of the part; what was attacked by others counts for nothing
   */
  AttacksUnderWay(PartFile file, String settings) {
    this.file = file;
    this.settings = settings;
    chunks =
        new ArrayList<>(
            file.read(settings, AttackedChunk[].class)
                .map(kept -> List.of(kept.result()))
                .orElse(List.of()));
  }

  /** The time that they took. */
  double seconds() {
    return chunks.stream().mapToDouble(AttackedChunk::seconds).sum();
  }

  Optional<AttackedChunk> of(String attack, Threat threat, List<Integer> images) {
    return chunks.stream().filter(chunk -> chunk.isOf(attack, threat, images)).findFirst();
  }

  void add(AttackedChunk chunk) {
    chunks.add(chunk);
    file.write(settings, new ReportParts.Measured<>(chunks, seconds()));
  }
}
