package fovea.tune;

import fovea.settings.Named;
import java.util.List;
import java.util.Optional;

/**
 * Settings drawn at random, each trial trained to its end.
 *
 * @see <a href="https://jmlr.org/papers/v13/bergstra12a.html">Bergstra and Bengio 2012</a>
 */
@Named("random")
public record RandomSearch() implements SearchMethod {
  @Override
  public Sampler sampler() {
    return Sampler.RANDOM;
  }

  @Override
  public Optional<Job> next(List<Trial> trials, int most, int epochs) {
    return Halving.whole(trials, most, epochs);
  }
}
