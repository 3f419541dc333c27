package fovea.cli;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.data.Splits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A part of a data set, as {@code --split} names it. */
enum SplitName {
  TEST,
  VALIDATION,
  TRAIN;

  /** This part of a run's; empty where it has none. */
  Optional<ImageSet> in(Splits splits) {
    return switch (this) {
      case TEST -> Optional.of(splits.test().images());
      case VALIDATION -> splits.validation().map(Split::images);
      case TRAIN -> Optional.of(splits.train().images());
    };
  }

  /** Images as this part. */
  Split of(ImageSet images) {
    return switch (this) {
      case TEST -> new Split.Test(images);
      case VALIDATION -> new Split.Validation(images);
      case TRAIN -> new Split.Train(images);
    };
  }

  static final class Converter extends EnumConverter<SplitName> {
    Converter() {
      super(List.of(values()), "there is no split `%s`, only %s");
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
