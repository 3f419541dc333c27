package fovea.cli;

import picocli.CommandLine.Option;

/** Which part of the data a model is judged on. */
final class SplitOption {
  @Option(
      names = "--split",
      paramLabel = "NAME",
      converter = SplitName.Converter.class,
      description =
          "test, validation or train (default: test). Validation and train are those of the"
              + " model's run, or val/ and train/ of another folder that has both.")
  private SplitName split = SplitName.TEST;

  SplitName name() {
    return split;
  }
}
