package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Lanes;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of parts, added up in the parts' order, whichever comes first. The first parts are
 * added while others are computed, so that few are held as long as no lane falls behind; the last
 * ones on all lanes.
 */
final class GradientSum implements AutoCloseable {
  private final Lanes lanes;
  private final Scope memory = Scope.detached();
  private final List<List<Rows>> pieces = new ArrayList<>();
  private @Nullable Gradients[] found = {};
  private int added;
  private boolean adding;

  /** A part's, and who owns them. */
  private record Gradients(Scope memory, List<@Nullable Tensor> ofParameters) {}

  /** Where some of a parameter's rows are added up. */
  private record Rows(int parameter, Range range, Tensor sum) {
    /** Adds a part's; those of the first part are the sum so far. */
    void add(Gradients gradients, boolean isFirst) {
      Tensor gradient = gradients.ofParameters.get(parameter);
      if (gradient == null) {
        if (isFirst) {
          sum.zeroInPlace();
        }
        return;
      }
      Tensor own = range.in(gradient);
      if (isFirst) {
        sum.copyFrom(own);
      } else {
        FusedUpdate.accumulate(sum, own);
      }
    }
  }

  /**
   * @param sums of each parameter, which stay the caller's
   */
  GradientSum(List<Tensor> sums, Lanes lanes) {
    this.lanes = lanes;
    try (Scope temporary = Scope.open()) {
      cut(sums);
    }
  }

  private void cut(List<Tensor> sums) {
    List<Rows> piece = new ArrayList<>();
    long size = 0;
    for (int i = 0; i < sums.size(); i++) {
      for (Range range : Range.of(sums.get(i).shape())) {
        Tensor rows = memory.adopt(range.in(sums.get(i)));
        piece.add(new Rows(i, range, rows));
        size += rows.shape().elements();
        if (size >= Range.ELEMENTS / 2) {
          pieces.add(piece);
          piece = new ArrayList<>();
          size = 0;
        }
      }
    }
    if (!piece.isEmpty()) {
      pieces.add(piece);
    }
  }

  /** A new sum of so many parts. */
  void begin(int parts) {
    found = new Gradients[parts];
    added = 0;
  }

  /**
   * Takes a part's gradients, and may add up what there is of the first parts.
   *
   * @param gradients of each parameter, null for none
   */
  void add(int part, List<@Nullable Tensor> gradients) {
    Scope own = Scope.detached();
    for (Tensor gradient : gradients) {
      if (gradient != null) {
        Tensor unused = own.adopt(gradient);
      }
    }
    synchronized (this) {
      found[part] = new Gradients(own, gradients);
    }
    for (Gradients next = nextToAdd(); next != null; next = nextToAdd()) {
      for (List<Rows> piece : pieces) {
        for (Rows rows : piece) {
          rows.add(next, added == 0);
        }
      }
      next.memory.close();
      wasAdded();
    }
  }

  private synchronized @Nullable Gradients nextToAdd() {
    if (adding || added >= found.length - lanes.count()) {
      return null;
    }
    Gradients next = found[added];
    adding = next != null;
    return next;
  }

  private synchronized void wasAdded() {
    found[added++] = null;
    adding = false;
  }

  /** Adds up all that is left, once every part was taken. */
  void finish() {
    lanes.each(
        pieces.size(),
        (piece, lane) -> {
          try (Scope views = Scope.open()) {
            for (int part = added; part < found.length; part++) {
              Gradients gradients = found[part];
              if (gradients == null) {
                throw new IllegalStateException("part " + part + " has no gradients");
              }
              for (Rows rows : pieces.get(piece)) {
                rows.add(gradients, part == 0);
              }
            }
          }
        });
  }

  /** Frees what was taken. */
  void forget() {
    for (Gradients gradients : found) {
      if (gradients != null) {
        gradients.memory.close();
      }
    }
    found = new Gradients[0];
    adding = false;
  }

  @Override
  public void close() {
    memory.close();
  }
}
