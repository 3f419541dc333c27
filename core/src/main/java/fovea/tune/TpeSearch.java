package fovea.tune;

import fovea.settings.Named;
import java.util.List;
import java.util.Optional;

/** Settings drawn where good trials lie closer than others, each trial trained to its end. */
@Named("tpe")
public record TpeSearch() implements SearchMethod {
  @Override
  public Sampler sampler() {
    return Sampler.TPE;
  }

  @Override
  public Optional<Job> next(List<Trial> trials, int most, int epochs) {
    return Halving.whole(trials, most, epochs);
  }
}
