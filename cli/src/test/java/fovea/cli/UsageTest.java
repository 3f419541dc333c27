package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.recipe.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void anUnknownCommandIsRefusedWithTheNearest() {
    Outcome.of("trian", "--data", "cifar10")
        .refused(2)
        .isEqualTo("fovea: unknown command `trian`. Did you mean `train`? See `fovea --help`.");
  }

  @Test
  void aWordUnlikeEveryCommandIsRefusedWithoutAGuess() {
    Outcome.of("zebra").refused(2).isEqualTo("fovea: unknown command `zebra`. See `fovea --help`.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --dta x|unknown option `--dta`. Did you mean `--data`?",
        "train --data x --epochs 5|unknown option `--epochs`. It is a setting of the recipe: `--set epochs=...`.",
        "train --data x --lr=0.1|unknown option `--lr=0.1`. It is a setting of the recipe: `--set optimizer.learningRate=...`.",
        "evaluate --data x --json r|missing required parameter: 'RUN|MODEL'. `--json` took `r` for its file; put it last, or write `--json=FILE`.",
        "evaluate --data x --json -|missing required parameter: 'RUN|MODEL'. See",
        "train|--data is missing: cifar10, shapes or a folder.",
        "train --data x y|unexpected argument `y`.",
        "train --data x --seed many|invalid value for option '--seed': 'many' is not a long.",
        "train --data x --checkpoint-every soon|invalid value for option '--checkpoint-every': `soon` is no time, expected a number and its unit, such as 30s, 10m or 1.5h.",
        "train --resume r --out o|--out doesn't go with --resume: a run goes on as it began,",
        "train --resume r --recipe demo|--recipe doesn't go with --resume:",
        "train --resume r --from w.pth|--from doesn't go with --resume:",
        "weights import w.pth|missing required option: '--out=FILE'.",
        "train --resume r --set epochs=1|--set doesn't go with --resume:",
        "train --resume r --seed 1|--seed doesn't go with --resume:",
        "train --resume r --threads 1|--threads doesn't go with --resume:",
        "train --resume r --seeds 1..2|--seeds doesn't go with --resume:",
        "replay|missing required parameter: 'RUN'.",
        "tune|--data is missing: cifar10, shapes or a folder.",
        "runs compare|missing required parameter: 'RUN'.",
        "evaluate r|missing required option: '--data=DATA'.",
        "evaluate r --data x --split all|invalid value for option '--split': there is no split `all`, only test, validation, train.",
        "predict r|missing required parameter: 'IMAGE|FOLDER'.",
        "predict r i.png --top 0|--top is 0, expected at least 1.",
        "serve|missing required parameter: '[NAME=]RUN|MODEL'.",
        "serve r --port 70000|--port is 70000, expected 0 to 65535.",
        "serve r --workers 0|--workers is 0, expected at least 1.",
        "serve r --cors example.org|--cors is example.org, expected an origin such as https://example.org.",
        "serve r --bind 0.0.0.0|--bind 0.0.0.0 lets others ask; name a file with a token by --token-file, set FOVEA_SERVE_TOKEN, or let everyone by --insecure.",
        "calibrate r|missing required option: '--data=DATA'.",
        "attack r|missing required option: '--data=DATA'.",
        "attack r --data x --epsilon 8|--epsilon is 8, and values of images are in [0, 1], where a change of 1 can do anything; for 8 of 255 write 8/255.",
        "attack r --data x --epsilon 1.5|--epsilon is 1.5, and values of images are in [0, 1], where a change of 1 can do anything; expected less.",
        "attack r --data x --epsilon 0|invalid value for option '--epsilon': `0` is no budget, expected a fraction such as 8/255 or a number above 0 such as 0.03.",
        "attack r --data x --epsilon 8/0|invalid value for option '--epsilon': `8/0` is no budget,",
        "attack r --data x --norm l1|invalid value for option '--norm': there is no norm `l1`, only linf and l2.",
        "attack r --data x --attack deepfool|invalid value for option '--attack': there is no attack `deepfool`, only ensemble, fgsm, pgd, apgd-ce, apgd-dlr, fab, square.",
        "attack r --data x --images 0|--images is 0, expected at least 1.",
        "attack r --data x --steps 0|--steps is 0, expected at least 1.",
        "attack r --data x --threads -1|--threads is -1, expected at least 1, or 0 for all cores.",
        "attack r --data x --out found.png|--out is found.png, expected a name that ends in .safetensors.",
        "fewshot train|missing required option: '--data=DATA'.",
        "fewshot evaluate r|missing required option: '--data=DATA'.",
        "fewshot evaluate r --data x --ways 1|--ways is 1, expected at least 2.",
        "fewshot evaluate r --data x --shots 1,0|--shots is 0, expected at least 1.",
        "fewshot evaluate r --data x --queries 0|--queries is 0, expected at least 1.",
        "fewshot evaluate r --data x --episodes 1|--episodes is 1, expected at least 2.",
        "fewshot evaluate r --data x --method rigde|there is no method `rigde`. Did you mean `ridge`? They are prototypes, simpleshot, ridge, logistic, fine-tuning.",
        "fewshot add-class r --name n --out o|missing required parameter: 'IMAGE|FOLDER'.",
        "fewshot add-class r i.png --name n --out o --accept 0|--accept is 0.0, expected a share above 0, at most 1.",
        "fewshot remove-class r --out o|missing required option: '--name=NAME'.",
        "explain|missing required parameter: 'RUN|MODEL'.",
        "explain r|there is nothing to explain, expected images or --data.",
        "explain r i.png --data x|--data doesn't go with images, expected one of them.",
        "explain r i.png --wrong 3|--right and --wrong are of --data, which says what images show.",
        "explain r --data x --right -1|--right is -1, expected at least 0.",
        "explain r i.png --method lime|invalid value for option '--method' (NAME): there is no explanation `lime`, only saliency, input-x-gradient, integrated-gradients, smoothgrad, grad-cam, grad-cam++, guided-backprop, occlusion, rise, kernel-shap and all.",
        "explain r i.png --class cat --rather-than cat|--rather-than is cat, as --class is; expected another class.",
        "explain r i.png --method rise --layer x|--layer is of grad-cam and grad-cam++, expected one of them by --method.",
        "quantize|missing required parameter: 'RUN'.",
        "quantize r --images 0|--images is 0, expected at least 1.",
        "export|missing required parameter: 'RUN|MODEL'.",
        "export r --format tflite|invalid value for option '--format': there is no format `tflite`, only onnx, safetensors, pt.",
        "export r --format pt --int8|--int8 is for onnx, not for pt.",
        "export r --out m.pt --int8|--int8 is for onnx, not for pt.",
        "export r --format onnx --out m.pt|--out is m.pt, expected a name that ends in .onnx.",
        "export r --out model|--out is model, expected a name that ends in .onnx.",
        "summary|missing required parameter: 'RUN|MODEL|NAME'.",
        "vary r|missing required option: '--data=DATA'.",
        "vary r --data x --images 0|--images is 0, expected at least 1.",
        "vary r --data x --severity 1,6|--severity is 6, expected 1 to 5.",
        "report r|missing required option: '--data=DATA'.",
        "report|missing required options and parameters: '--data=DATA', 'RUN|MODEL'.",
        "report r --data x --quick --full|--quick doesn't go with --full.",
        "report r --data x --out page.txt|--out is page.txt, expected a name that ends in .html or .htm.",
        "report r --data x --skip accuracy|invalid value for option '--skip' (PARTS): there is no part `accuracy` that can be left out, only gap, calibration, unknown, corruptions, sweeps, attacks, budgets, changes, groups, shortcuts, explanations, cost.",
        "inspect|missing required parameter: 'RUN|MODEL'.",
        "inspect r --known 0|--known is 0, expected at least 1.",
        "inspect r --known 5|--known says how many images those of --data are compared with, expected --data.",
        "inspect r --class-images -1|--class-images is -1, expected at least 0.",
        "inspect r --out page.txt|--out is page.txt, expected a name that ends in .html or .htm.",
        "inspect r --image i.png --layers l.jpg|--layers is l.jpg, expected a name that ends in .png.",
        "similar one.jpg --index i --sheet s.jpg|--sheet is s.jpg, expected a name that ends in .png.",
        "inspect r --layers l.png|--layers draws an image, which --image or --data has to name.",
        "index photos|missing required option: '--model=RUN|MODEL'.",
        "similar one.jpg|missing required option: '--index=FILE'.",
        "similar one.jpg --index i --top 0|--top is 0, expected at least 1.",
        "cost|missing required parameter: 'RUN|MODEL|NAME'.",
        "cost resnet20 --batch 8,0|--batch is 0, expected at least 1.",
        "cost resnet20 --images 0|--images is 0, expected at least 1.",
        "bench step --batch 0|--batch is 0, expected at least 1.",
        "bench step --steps 0|--steps is 0, expected at least 1.",
        "bench machine --threads -1|--threads is -1, expected at least 1, or 0 for all cores.",
        "bench predict --batch 8,0|--batch is 0, expected at least 1.",
        "recipes demo --schema|--schema is of all recipes, it doesn't go with a NAME.",
        "summary resnet18 --classes 99999999|--classes is 99999999, expected at most 100000.",
        "doctor --fix|unknown option `--fix`.",
      })
  void wrongUsageIsOneSentenceWithAHint(String command, String message) {
    String[] arguments = command.split(" ", -1);
    String asked =
        arguments[0].matches("bench|runs|weights|fewshot")
            ? arguments[0] + " " + arguments[1]
            : arguments[0];
    Outcome.of((Object[]) arguments)
        .refused(2)
        .startsWith("fovea: " + message)
        .endsWith(" See `fovea " + asked + " --help`.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "data",
        "data list",
        "data prepare",
        "data info",
        "data preview",
        "train",
        "replay",
        "runs",
        "runs list",
        "runs compare",
        "tune",
        "evaluate",
        "predict",
        "serve",
        "calibrate",
        "attack",
        "explain",
        "vary",
        "report",
        "fewshot",
        "fewshot train",
        "fewshot evaluate",
        "fewshot add-class",
        "fewshot remove-class",
        "inspect",
        "index",
        "similar",
        "quantize",
        "export",
        "summary",
        "cost",
        "recipes",
        "bench",
        "bench machine",
        "bench step",
        "bench predict",
        "weights",
        "weights list",
        "weights fetch",
        "weights import",
        "tune lr",
        "doctor"
      })
  void everyCommandExplainsItselfWithAnExample(String command) {
    Outcome help = Outcome.of((Object[]) (command + " --help").split(" ", -1)).succeeds();
    assertThat(help.out()).startsWith("Usage: fovea " + command).contains("Example:", "  fovea ");
    assertThat(help.out()).contains("--verbose", "--help").doesNotContain("--version");
    assertThat(help.err()).isEmpty();
    List<String> lines = help.out().lines().toList();
    boolean amongExamples = false;
    for (int i = 0; i + 1 < lines.size(); i++) {
      amongExamples |= lines.get(i).startsWith("Example");
      boolean isExample =
          lines.get(i).startsWith("  fovea ") || lines.get(i).startsWith("      --");
      if (amongExamples && isExample && !lines.get(i).endsWith("\\")) {
        assertThat(lines.get(i + 1))
            .as("behind an example, which is whole")
            .doesNotMatch("--.*|\\S+( \\\\)?");
      }
    }
  }

  @Test
  void optionsOfOtherProgramsAreSettings() {
    RecipeWord.SETTINGS.forEach(
        (word, setting) ->
            assertThatThrownBy(() -> Recipe.standard().with(setting + "=[]"))
                .as(word)
                .hasMessageNotContaining("unknown"));
  }

  @Test
  void helpIsAlsoAWord() {
    assertThat(Outcome.of("help", "train").succeeds().out())
        .isEqualTo(Outcome.of("train", "--help").succeeds().out());
    assertThat(Outcome.of("help").succeeds().out())
        .isEqualTo(Outcome.of("--help").succeeds().out());
  }

  @Test
  void withoutACommandTheCommandsAreListed() {
    Outcome outcome = Outcome.of();
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("Usage: fovea", "train", "predict", "doctor");
  }

  @ParameterizedTest
  @CsvSource({"true,train", "false,train"})
  void helpIsStyledWhereItIsReadAndPlainInFiles(boolean styled, String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream terminal =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(
            Fovea.run(new Console(new Output(out), terminal, 100, true, styled), command, "--help"))
        .isZero();
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said.contains("\u001b[")).isEqualTo(styled);
    assertThat(said).contains("--");
  }

  @Test
  void stackTracesAreShownOnlyWhereTheyAreAskedFor() {
    assertThat(Outcome.of("recipes", "nothing").err()).doesNotContain("\tat ");
    assertThat(Outcome.of("recipes", "nothing", "--verbose").err())
        .startsWith("fovea: there is no recipe `nothing`.")
        .contains("fovea.FoveaException", "\tat fovea.recipe");
    assertThat(Outcome.of("--verbose", "recipes", "nothing").err()).contains("\tat fovea.recipe");
  }

  @Test
  void aBuiltInRecipeIsPrintedAsItsFile() {
    assertThat(Outcome.of("recipes").succeeds().out()).contains("article  ", "demo  ");
    assertThat(Outcome.of("recipes", "article").succeeds().out())
        .isEqualTo(Recipe.builtInYaml("article"));
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(Outcome.of("--version").succeeds().out()).matches("fovea \\S+\\n");
  }
}
