package fovea.train;

import fovea.FoveaException;
import fovea.models.Head;
import fovea.models.Model;
import fovea.nn.Freezing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the head alone in the first epochs: what is behind it is frozen, statistics included, so
 * that the gradients of a head that begins at random don't spoil weights that were trained.
 *
 * @see <a href="https://arxiv.org/abs/2202.10054">Kumar et al. 2022, section 3</a>
 */
final class HeadFirst implements AutoCloseable {
  private final Model model;
  private final int epochs;
  private final Optional<Head> head;
  private @Nullable Freezing rest;

  /**
   * @param epochs in which the head is alone; 0 is none
   */
  HeadFirst(Model model, int epochs) {
    this.model = model;
    this.epochs = epochs;
    head = Head.of(model.network(), model.classes().size());
    if (epochs > 0 && head.isEmpty()) {
      throw new FoveaException(
          "`headEpochs` is %d, but the last layer of model `%s` isn't one that names the classes; set it to 0"
              .formatted(epochs, model.name()));
    }
  }

  /**
   * Refuses a head that is frozen itself.
   *
   * @throws FoveaException if it is to be trained alone
   */
  void requireTrainable() {
    boolean trains =
        model.network().parameters().entrySet().stream()
            .anyMatch(each -> isOfHead(each.getKey()) && each.getValue().requiresGradient());
    if (epochs > 0 && !trains) {
      throw new FoveaException(
          "`headEpochs` is %d, but the head, `%s`, is frozen, so there is nothing to train alone; set headEpochs to 0, or leave the head out of the `groups` that are frozen"
              .formatted(epochs, head.map(Head::name).orElse("")));
    }
  }

  private boolean isOfHead(String name) {
    return head.stream().anyMatch(part -> part.has(name));
  }

  /**
   * Freezes or thaws for an epoch.
   *
   * @param epoch counted from 1
   * @return whether other weights are trained from now on
   */
  boolean enter(int epoch) {
    boolean alone = epoch <= epochs;
    if (alone == (rest != null)) {
      return false;
    }
    if (alone) {
      rest = model.network().freezing(name -> !isOfHead(name));
    } else {
      close();
    }
    return true;
  }

  @Override
  public void close() {
    if (rest != null) {
      rest.close();
      rest = null;
    }
  }
}
