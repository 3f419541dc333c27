package fovea.cli;

import fovea.Visible;
import fovea.report.SearchPage;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.tune.Search;
import fovea.tune.Trial;
import java.util.List;
import java.util.Map;

/** Shows how a search gets on: a line when a trial begins or goes on, and one when it is as far. */
final class SearchProgress implements Search.Listener {
  private final Console console;
  private final SearchReport report;
  private final Interruption interruption;

  SearchProgress(Console console, SearchReport report, Interruption interruption) {
    this.console = console;
    this.report = report;
    this.interruption = interruption;
  }

  @Override
  public void trial(int number, Map<String, String> settings, int upTo) {
    console
        .err()
        .println(
            Visible.of(
                "trial %d up to epoch %d: %s"
                    .formatted(number, upTo, SearchReport.settings(settings))));
  }

  @Override
  public void found(List<Trial> trials, int number) {
    Trial trial = trials.get(number);
    if (trial.state() == Trial.State.FAILED) {
      console.err().println(Visible.of("trial %d failed: %s".formatted(number, trial.problem())));
      return;
    }
    String best =
        Search.best(trials)
            .map(one -> "; best so far trial %d, %s".formatted(one.number(), report.score(one)))
            .orElse("");
    console
        .err()
        .printf(
            "trial %d after %s: validation %s %s%s%n",
            number,
            Text.count(trial.epochs(), "epoch"),
            report.measure(),
            report.score(trial),
            best);
    SearchPage.write(report.folder().resolve("search.html"), report.figures(trials));
  }

  @Override
  public void exhausted(int trials) {
    console
        .err()
        .printf(
            "All settings of the space have been tried, %s; no other begins.%n",
            Text.count(trials, "trial"));
  }

  @Override
  public Answer batch(BatchFacts batch) {
    return interruption.batch(batch);
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    return interruption.epoch(epoch);
  }

  @Override
  public void judging() {
    interruption.judging();
  }

  @Override
  public void judged() {
    interruption.judged();
  }
}
