package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import fovea.FoveaException;
import fovea.augment.AugmentStep;
import fovea.settings.Named;
import fovea.tensor.Geometry.Padding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedRecipesTest {
  /** The steps of {@code augment}, as a message lists them. */
  private static final String STEPS =
      Arrays.stream(AugmentStep.class.getPermittedSubclasses())
          .map(step -> step.getAnnotation(Named.class).value())
          .collect(Collectors.joining(", "));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          epochs: 1\\noptimizer:\\n  lerningRate: 0.1 | , line 3: unknown key `lerningRate` in `optimizer`. Did you mean `learningRate`?
          batch_size: 3               | , line 1: unknown key `batch_size`. Did you mean `batchSize`?
          learningRate: 0.1           | , line 1: unknown key `learningRate`. Did you mean `optimizer.learningRate`?
          headLearningRate: 0.1       | , line 1: unknown key `headLearningRate`. Did you mean `optimizer.headLearningRate`?
          skipping: {share: 0.6}      | , line 1: `share` in `skipping` is 0.6, allowed is 0 to 0.5
          averaging: {zzz: 1}         | , line 1: unknown key `zzz` in `averaging`. Its keys are decay.
          optimizer: {name: sgd, beta1: 0.9} | , line 1: unknown key `beta1` in `optimizer`. Its keys are name, learningRate, momentum, nesterov, weightDecay, decoupled.
          schedule: {name: cosine, every: 3} | , line 1: unknown key `every` in `schedule`. Its keys are name, warmup, finalFactor.
          seed: 1\\nbatchSize: -5     | , line 2: `batchSize` is -5, allowed is 1 to 65536
          augment: {rotation: 400}    | , line 1: `rotation` in `augment` is 400, allowed is 0 to 180 degrees
          augment:\\n  shift: -1      | , line 2: `shift` in `augment` is -1, allowed is 0 to 64 pixels
          augment:\\n  - {name: rotation}\\n  - {name: shifted-crop, shift: -1} | , line 3: `shift` in `augment.shifted-crop` is -1, allowed is 0 to 64 pixels
          augment:\\n  - {name: rotation, degree: 3} | , line 2: unknown key `degree` in `augment.rotation`. Did you mean `degrees`?
          augment: [{name: horizontalflip}] | , line 1: `name` in `augment[0]` is `horizontalflip`, expected one of FAMILY. Did you mean `horizontal-flip`?
          augment: [{shift: 2}]       | , line 1: `name` in `augment[0]` has no value, expected one of FAMILY
          augment: [cutout]           | , line 1: `augment[0]` is `cutout`, expected a section with keys of its own, such as `{...}`
          augment: cutout             | , line 1: `augment` is `cutout`, expected a list of sections, such as `augment: [{name: ...}, {name: ...}]`
          degrees: 3                  | , line 1: unknown key `degrees`. Did you mean `augment.rotation.degrees`?
          labelSmoothing: 1           | , line 1: `labelSmoothing` in `objective` is 1, allowed is at least 0, below 1
          labelSmoothing: 0.1\\nobjective: {labelSmoothing: 0.2} | , line 1: `labelSmoothing` is the former name of `objective.labelSmoothing`, which is set in FILE, line 2; leave one of them out
          objective: {name: cross_entropy} | , line 1: `name` in `objective` is `cross_entropy`, expected one of cross-entropy, group-dro, fast-fgsm, n-fgsm, pgd, trades, prototypical. Did you mean `cross-entropy`?
          objective: {name: n-fgsm, epsilon255: 0.0314} | , line 1: `epsilon255` in `objective` is 0.0314, allowed is 0.1 to 255
          validation: 0.6             | , line 1: `validation` is 0.6, allowed is 0 to 0.5
          optimizer: {learningRate: 0} | , line 1: `learningRate` in `optimizer` is 0, allowed is above 0, at most 1000
          gradientClip: -1            | , line 1: `gradientClip` is -1, allowed is at least 0
          gradientClip: 1e999         | , line 1: `gradientClip` is 1e999, allowed is at least 0
          gradientClip: .nan          | , line 1: `gradientClip` is `.nan`, expected a number, at least 0
          epochs: 99999999999999999999 | , line 1: `epochs` is 99999999999999999999, allowed is 1 to 100000
          epochs: 2.5                 | , line 1: `epochs` is `2.5`, expected a whole number, 1 to 100000
          epochs: '3'                 | , line 1: `epochs` is `3`, expected a whole number, 1 to 100000
          epochs:                     | , line 1: `epochs` has no value, expected a whole number, 1 to 100000
          epochs: [1, 2]              | , line 1: `epochs` is a list, expected a whole number, 1 to 100000
          seed: 1e3                   | , line 1: `seed` is `1e3`, expected a whole number of at most 64 bits
          optimizer: {nesterov: yes}  | , line 1: `nesterov` in `optimizer` is `yes`, expected true or false
          optimizer: sgd              | , line 1: `optimizer` is `sgd`, expected a section with keys of its own, such as `optimizer: {name: ...}`
          optimizer: {name: lars}     | , line 1: `name` in `optimizer` is `lars`, expected one of sgd, adamw, muon, lion, adam, rmsprop, lamb
          optimizer: {name: adamm}    | , line 1: `name` in `optimizer` is `adamm`, expected one of sgd, adamw, muon, lion, adam, rmsprop, lamb. Did you mean `adamw`?
          schedule: {name: multi-step, milestones: 3; 4} | , line 1: `milestones` is `3; 4`, expected numbers of epochs in rising order, such as `8, 12`
          schedule:\\n  name: multi-step\\n  milestones: 4, 4 | , line 3: `milestones` is `4, 4`, expected numbers of epochs in rising order, such as `8, 12`
          gradientClipBy: size        | , line 1: `gradientClipBy` is `size`, expected one of norm, value
          swa: {share: 1.5}           | , line 1: `share` in `swa` is 1.5, allowed is 0 to 1
          sam: {rh: 1}                | , line 1: unknown key `rh` in `sam`. Did you mean `rho`?
          precision: int8             | , line 1: `precision` is `int8`, expected one of auto, float32, bfloat16
          seed: 1\\nepochs: 2\\nseed: 3 | , line 3: `seed` is set twice, first in FILE, line 1
          model: {arguments: {blocks: 65}} | , line 1: argument `blocks` of model `cifar10-cnn` is 65, expected a whole number, 0 to 64
          model: {arguments: {imageSize: 33}} | , line 1: argument `imageSize` of model `cifar10-cnn` is 33, expected an even number, 8 to 128
          model: {arguments: {block: 2}} | , line 1: model `cifar10-cnn` has no argument `block`. Did you mean `blocks`?
          model: {name: resnet18, arguments: {stem: cifr}} | , line 1: argument `stem` of model `resnet18` is cifr, expected one of imagenet, cifar. Did you mean `cifar`?
          model: {name: speedrun, arguments: {width1: 512}} | , line 1: argument `width2` of model `speedrun` is 256, expected a whole number, 512 to 2048
          model: {arguments: {a: }}   | , line 1: `a` has no value
          model: {arguments: {a: 99999999999999999999}} | , line 1: `a` is 99999999999999999999, more than 64 bits hold
          model: {arguments: {a: 1e999}} | , line 1: `a` is 1e999, more than 64 bits hold
          schedule: {name: multi-step, milestones: [8, 12]} | , line 1: `milestones` in `schedule` is a list, expected text, such as `8, 12`
          seed: &x 1                  | , line 1: anchors and aliases aren't allowed in a recipe
          seed: !java/x 1             | , line 1: the tag `!java/x` isn't allowed in a recipe
          [1]: 2                      | , line 1: a key must be a single word
          # nothing                   | : is empty, expected keys with values, such as `epochs: 16`
          - 1                         | : is a list, expected keys with values, such as `epochs: 16`
          """)
  void aRecipeIsRefusedByFileLineAndKey(String yaml, String message) throws Exception {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, yaml.replace("\\n", "\n") + "\n");
    assertThatThrownBy(() -> Recipe.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessage(file + message.replace("FILE", file.toString()).replace("FAMILY", STEPS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          epochs: 3\\n  batchSize: 1   | , line 2: not valid YAML, mapping values are not allowed here.
          optimizer: {name: sgd        | , line 2: not valid YAML, expected ',' or '}', but got <stream end>.
          epochs: "3                   | , line 2: not valid YAML, found unexpected end of stream.
          a: 1\\n---\\nb: 2            | , line 2: not valid YAML, but found another document.
          a: *x                        | , line 1: not valid YAML, found undefined alias x.
          """)
  void brokenYamlIsRefusedInOneSentenceWithItsLine(String yaml, String message) throws Exception {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, yaml.replace("\\n", "\n") + "\n");
    assertThatThrownBy(() -> Recipe.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            file + message + " Look at the indentation, brackets and quotes there and before.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          optimizer.lerningRate=1 | unknown key `lerningRate` in `optimizer`. Did you mean `learningRate`?
          optimiser.learningRate=1 | unknown key `optimiser`. Did you mean `optimizer`?
          learningRate=1          | unknown key `learningRate`. Did you mean `optimizer.learningRate`?
          batchSize=-1            | `batchSize` is -1, allowed is 1 to 65536
          augment.rotation=400    | `rotation` in `augment` is 400, allowed is 0 to 180 degrees
          epochs=many             | `epochs` is `many`, expected a whole number, 1 to 100000
          epochs=                 | `epochs` has no value, expected a whole number, 1 to 100000
          epochs.x=1              | `epochs` is a single value, it has no keys of its own
          epochs                  | expected key=value, such as `--set optimizer.learningRate=0.05`
          =3                      | expected key=value, such as `--set optimizer.learningRate=0.05`
          epochs=[1               | not valid YAML, expected ',' or ']', but got <stream end>. Look at the indentation, brackets and quotes there and before.
          """)
  void aSettingIsRefusedByName(String setting, String message) {
    assertThatThrownBy(() -> Recipe.standard().with(setting))
        .isInstanceOf(FoveaException.class)
        .hasMessage("--set " + setting + ": " + message);
  }

  @Test
  void whatIsNoTextIsRefused() throws Exception {
    Path file = folder.resolve("recipe.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> Recipe.read(file))
        .hasMessage(file + ": not UTF-8 text, expected a recipe in YAML");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> Recipe.read(file))
        .hasMessage(file + ": 1,048,577 bytes, a recipe has at most 1,048,576");
    Files.writeString(file, "a\u0001: 1");
    assertThatThrownBy(() -> Recipe.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ": not valid YAML, ");
    assertThatThrownBy(() -> Recipe.read(folder))
        .hasMessage(folder + ": is a folder, expected a recipe in YAML");
  }

  @Test
  void aRecipeBuiltInJavaIsCheckedToo() {
    assertThatThrownBy(() -> new EarlierAugment(true, false, 400, 0, Padding.ZERO, 0))
        .isInstanceOf(FoveaException.class)
        .hasMessage("`rotation` is 400, allowed is 0 to 180 degrees");
    assertThatThrownBy(() -> new EarlierAugment(true, true, 0, 0, Padding.ZERO, 0))
        .hasMessage(
            "`horizontalFlip` and `alternatingFlip` in `augment` are both true, and one excludes"
                + " the other; set one of them to false");
    assertThatThrownBy(() -> new AveragingSettings(Double.NaN))
        .hasMessage("`decay` is NaN, allowed is at least 0, below 1");
  }

  @Test
  void anyTextAtAllIsReadOrRefusedWithAMessage() throws Exception {
    String[] pieces = {
      "epochs",
      "optimizer",
      ": ",
      "\n",
      "  ",
      "{",
      "}",
      "[",
      "]",
      "- ",
      "\"",
      "'",
      "1",
      "#",
      "&a ",
      "*a",
      "!x ",
      "? ",
      "| ",
      "> ",
      "%",
      "---",
      "\t",
      ",",
      "name",
      "sgd",
      "\u0000",
      "🦊"
    };
    for (long seed = 0; seed < 3000; seed++) {
      fovea.tensor.Rng rng = fovea.tensor.Rng.seeded(seed);
      StringBuilder text = new StringBuilder();
      for (int i = rng.nextInt(12); i >= 0; i--) {
        text.append(pieces[rng.nextInt(pieces.length)]);
      }
      Path file = folder.resolve("recipe.yaml");
      Files.writeString(file, text);
      Throwable thrown = catchThrowable(() -> Recipe.read(file));
      if (thrown != null) {
        assertThat(thrown).as("seed %d: %s", seed, text).isInstanceOf(FoveaException.class);
        assertThat(thrown.getMessage()).as("seed %d: %s", seed, text).startsWith(file.toString());
        assertThat(thrown.getMessage().lines()).as("seed %d: %s", seed, text).hasSize(1);
      }
    }
  }
}
