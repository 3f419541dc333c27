package fovea.tensor;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Computes each test on one thread, and puts the number back that was in force before. */
public final class OneThread implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(OneThread.class);

  @Override
  public void beforeEach(ExtensionContext test) {
    test.getStore(OURS).put(Threads.Block.class, Threads.block(1));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    test.getStore(OURS).remove(Threads.Block.class, Threads.Block.class).close();
  }
}
