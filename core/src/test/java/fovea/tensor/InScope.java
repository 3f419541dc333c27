package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Opens a scope before each test and closes it after; no tensor of the test may be left then. */
public final class InScope implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(InScope.class);

  private record Opened(Scope scope, long alive) {}

  @Override
  public void beforeEach(ExtensionContext test) {
    long alive = LiveTensors.count();
    test.getStore(OURS).put(Opened.class, new Opened(Scope.open(), alive));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    Opened opened = test.getStore(OURS).remove(Opened.class, Opened.class);
    opened.scope.close();
    if (test.getExecutionException().isEmpty()) {
      assertThat(LiveTensors.count()).as("tensors alive").isLessThanOrEqualTo(opened.alive);
    }
  }
}
