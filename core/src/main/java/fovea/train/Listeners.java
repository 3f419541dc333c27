package fovea.train;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Those who are told what happens in a run, in order. */
record Listeners(List<TrainingListener> all) {
  Listeners {
    all = List.copyOf(all);
  }

  void tell(Consumer<TrainingListener> event) {
    all.forEach(event);
  }

  /** Tells all; the run stops if one of them says so, or this thread is interrupted. */
  Answer ask(Function<TrainingListener, Answer> event) {
    Answer answer = Answer.GO_ON;
    for (TrainingListener listener : all) {
      if (event.apply(listener) == Answer.STOP) {
        answer = Answer.STOP;
      }
    }
    return Thread.currentThread().isInterrupted() ? Answer.STOP : answer;
  }

  <T> T whileJudging(Supplier<T> judge) {
    tell(TrainingListener::judging);
    try {
      return judge.get();
    } finally {
      tell(TrainingListener::judged);
    }
  }
}
