package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class NativeTest {
  @Test
  void aResultOfATypeThatFoveaDoesNotKnowIsFreed() {
    AtomicReference<org.bytedeco.pytorch.Tensor> result = new AtomicReference<>();
    long before = LiveTensors.count();
    assertThatThrownBy(
            () ->
                Native.op(
                    "double",
                    Operands::of,
                    () -> {
                      result.set(torch.ones(2).to(ScalarType.Double));
                      return result.get();
                    }))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("Double");
    assertThat(result.get().isNull()).isTrue();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
