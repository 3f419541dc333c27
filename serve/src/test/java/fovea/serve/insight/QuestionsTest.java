package fovea.serve.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.serve.limits.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions are answered one after the other, but for those that are given up. */
@Timeout(60)
class QuestionsTest {
  private final Questions questions = new Questions(2, Duration.ofHours(1));
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);

  @AfterEach
  void close() {
    free.countDown();
    questions.close();
  }

  /** One that is answered until it is let go. */
  private Question lasting(String id, boolean heedsInterrupts) {
    return new Question(
        id,
        heedsInterrupts,
        waited -> {
          begun.countDown();
          try {
            free.await();
            happened.add(id + " answered");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            happened.add(id + " interrupted");
          }
        },
        refusal -> happened.add(id + " " + refusal.code()));
  }

  private Question quick(String id) {
    return new Question(
        id,
        false,
        waited ->
            happened.add(id + (Thread.currentThread().isInterrupted() ? " late" : " answered")),
        refusal -> happened.add(id + " " + refusal.code()));
  }

  private void awaitAll() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(1);
    questions.ask(refusal -> {}, waited -> all.countDown());
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneThatIsGivenUpWhileItWaitsIsNeverAnsweredAndMakesRoom() throws InterruptedException {
    questions.ask(lasting("a", false));
    begun.await();
    questions.ask(quick("b"));
    questions.giveUp("b");
    questions.ask(quick("c"));
    questions.ask(quick("d"));
    assertThatThrownBy(() -> questions.ask(quick("e")))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("queue_full"));
    assertThat(happened).containsExactly("b given_up");
    free.countDown();
    while (happened.size() < 4) {
      Thread.sleep(1);
    }
    awaitAll();
    assertThat(happened).containsExactly("b given_up", "a answered", "c answered", "d answered");
  }

  @Test
  void oneThatIsBeingAnsweredIsInterruptedAloneWhereItHeedsThat() throws InterruptedException {
    questions.ask(lasting("a", true));
    begun.await();
    questions.ask(quick("b"));
    questions.giveUp("a");
    awaitAll();
    assertThat(happened).containsExactly("a given_up", "a interrupted", "b answered");
  }

  @Test
  void oneThatIsBeingAnsweredGoesOnWhereItHeedsNoInterrupts() throws InterruptedException {
    questions.ask(lasting("a", false));
    begun.await();
    questions.giveUp("a");
    free.countDown();
    awaitAll();
    assertThat(happened).containsExactly("a answered");
  }

  @Test
  void oneThatTakesTooLongIsInterruptedWhereItHeedsThatAndTheNextIsAnswered()
      throws InterruptedException {
    try (Questions hurried = new Questions(2, Duration.ofMillis(50))) {
      hurried.ask(lasting("a", true));
      hurried.ask(quick("b"));
      while (happened.size() < 3) {
        Thread.sleep(1);
      }
    }
    assertThat(happened).containsExactly("a deadline_passed", "a interrupted", "b answered");
  }

  @RepeatedTest(50) // once in some hundred times the next began before it was refused
  void whatIsNotAnsweredWhenTheServiceEndsIsToldSo() throws InterruptedException {
    questions.ask(lasting("a", false));
    begun.await();
    questions.ask(quick("b"));
    questions.ask(refusal -> happened.add("c " + refusal.code()), waited -> happened.add("c late"));
    questions.refuse(Refusal.draining(1));
    assertThatThrownBy(() -> questions.ask(quick("d")))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("draining"));
    questions.close();
    assertThat(happened)
        .containsExactlyInAnyOrder("a draining", "a interrupted", "b draining", "c draining");
  }

  @Test
  void givingUpWhatIsOverOrWasNeverAskedDoesNothing() throws InterruptedException {
    questions.ask(quick("a"));
    awaitAll();
    questions.giveUp("a");
    questions.giveUp("b");
    questions.giveUp("");
    awaitAll();
    assertThat(happened).containsExactly("a answered");
  }
}
