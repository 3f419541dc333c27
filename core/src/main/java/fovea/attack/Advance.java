package fovea.attack;

import java.util.HashMap;
import java.util.Map;

/** How far an attack has come, whose chunks are worked on by several threads. */
final class Advance {
  private final int images;
  private final AttackListener listener;
  private final Map<Integer, Double> underWay = new HashMap<>();
  private double done;
  private double told;

  /**
   * @param images of all chunks
   */
  Advance(int images, AttackListener listener) {
    this.images = images;
    this.listener = listener;
  }

  Attempt.Steps ofChunk(int chunk, int size) {
    return (step, of) -> put(chunk, (double) step / of * size);
  }

  private synchronized void put(int chunk, double imagesDone) {
    underWay.put(chunk, imagesDone);
    tell();
  }

  /** Images that went through the attack before it was interrupted. */
  synchronized void before(int count) {
    done += count;
    told = done / images;
    listener.resumed(told);
  }

  synchronized void ended(int number, AttackedChunk chunk) {
    underWay.remove(number);
    done += chunk.images().size();
    listener.ended(chunk);
    tell();
  }

  private void tell() {
    double all = done;
    for (double part : underWay.values()) {
      all += part;
    }
    told = Math.max(told, Math.min(1, all / images));
    listener.advanced(told);
  }
}
