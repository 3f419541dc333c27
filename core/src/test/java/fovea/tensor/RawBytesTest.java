package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class RawBytesTest {
  @Test
  void anyBytesComeBackAsTheyWereAlsoThroughAnotherMemoryFormat() {
    for (int seed = 0; seed < 20; seed++) {
      Rng rng = Rng.seeded(seed);
      Shape shape =
          Shape.of(rng.nextInt(3), 1 + rng.nextInt(3), 1 + rng.nextInt(3), rng.nextInt(4));
      for (DType dtype : DType.values()) {
        byte[] raw = new byte[(int) shape.elements() * dtype.bytes()];
        for (int i = 0; i < raw.length; i++) {
          raw[i] = (byte) rng.nextLong();
        }
        Tensor tensor = Tensor.ofRaw(ByteBuffer.wrap(raw), dtype, shape);
        assertThat(tensor.toRaw()).as("seed %d, %s", seed, dtype).isEqualTo(raw);
        assertThat(tensor.channelsLast().toRaw()).as("seed %d, %s", seed, dtype).isEqualTo(raw);
        assertThat(tensor.copy().toRaw()).as("seed %d, %s", seed, dtype).isEqualTo(raw);
      }
    }
  }

  @Test
  void bytesAreLittleEndianAndTheBufferKeepsItsPosition() {
    ByteBuffer longs = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    longs.putLong(9).putLong(-5).putLong(1L << 60).position(8);
    Tensor tensor = Tensor.ofRaw(longs, DType.INT64, Shape.of(2));
    assertThat(tensor.toLongs()).containsExactly(-5, 1L << 60);
    assertThat(longs.position()).isEqualTo(8);
    byte[] pi = {(byte) 0xdb, 0x0f, 0x49, 0x40};
    assertThat(Tensor.ofRaw(ByteBuffer.wrap(pi), DType.FLOAT32, Shape.of()).item())
        .isEqualTo((float) Math.PI);
    byte[] bfloat16 = {(byte) 0x49, 0x40};
    assertThat(Tensor.ofRaw(ByteBuffer.wrap(bfloat16), DType.BFLOAT16, Shape.of()).item())
        .isEqualTo(3.140625);
  }

  @Test
  void bytesReadAs0To255() {
    Tensor bytes = Tensor.ofBytes(new byte[] {0, 127, (byte) 128, (byte) 255}, 4);
    assertThat(bytes.toFloats()).containsExactly(0, 127, 128, 255);
    assertThat(bytes.to(DType.INT64).toLongs()).containsExactly(0, 127, 128, 255);
    assertThat(bytes.to(DType.FLOAT32).to(DType.UINT8).toBytes()).isEqualTo(bytes.toBytes());
    assertThat(bytes.div(255).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(bytes.div(255).toFloats()[3]).isEqualTo(1);
  }

  @Test
  void bfloat16RoundsToTheNearestAndTiesToTheEvenOne() {
    Tensor ties = Tensor.of(new float[] {1 + 0x1p-8f, 1 + 3 * 0x1p-8f, -0x1.03p5f}, 3);
    assertThat(ties.to(DType.BFLOAT16).toFloats()).containsExactly(1, 1 + 0x1p-6f, -0x1.04p5f);
    Rng rng = Rng.seeded(8);
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (rng.nextGaussian() * Math.exp(20 * rng.nextGaussian()));
    }
    float[] rounded = Tensor.of(values, 1000).to(DType.BFLOAT16).toFloats();
    for (int i = 0; i < values.length; i++) {
      float below = Float.intBitsToFloat(Float.floatToIntBits(values[i]) & 0xffff0000);
      float above = Float.intBitsToFloat(Float.floatToIntBits(below) + 0x10000);
      boolean down = Math.abs(values[i] - below) < Math.abs(above - values[i]);
      assertThat(rounded[i]).as("of %s", values[i]).isEqualTo(down ? below : above);
    }
  }

  @Test
  void emptyTensorsAreTensors() {
    assertThat(Tensor.of(new float[0], 0, 3).toFloats()).isEmpty();
    assertThat(Tensor.ofLongs(new long[0], 0).toLongs()).isEmpty();
    assertThat(Tensor.ofBytes(new byte[0], 2, 0).toRaw()).isEmpty();
    assertThat(Tensor.zeros(0, 3).sum().item()).isZero();
    assertThat(Tensor.zeros(0, 3).add(Tensor.zeros(3)).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void anotherNumberOfBytesIsRefused() {
    assertThatThrownBy(() -> Tensor.ofRaw(ByteBuffer.allocate(7), DType.BFLOAT16, Shape.of(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ofRaw: 7 bytes, and shape [2, 2] of bfloat16 takes 8");
  }
}
