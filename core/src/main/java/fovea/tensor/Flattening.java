package fovea.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Flattening of images that lie channels-last. Its gradient would come back channels-first, and all
 * layers before it would work on two layouts at once, backward half as fast again. A choice between
 * the image and zero, by a mask that is true everywhere and lies channels-last, changes no value
 * and gives the gradient the mask's layout.
 */
final class Flattening {
  private Flattening() {}

  static org.bytedeco.pytorch.Tensor of(org.bytedeco.pytorch.Tensor input, int startDim) {
    boolean turns =
        startDim == 1
            && input.dim() == 4
            && input.requires_grad()
            && !input.is_contiguous()
            && input.is_contiguous(MemoryFormat.ChannelsLast);
    return (turns ? turned(input) : input).flatten(startDim, -1);
  }

  private static org.bytedeco.pytorch.Tensor turned(org.bytedeco.pytorch.Tensor input) {
    org.bytedeco.pytorch.Tensor mask =
        torch
            .ones(1, input.size(1), input.size(2), input.size(3))
            .to(ScalarType.Bool)
            .contiguous(MemoryFormat.ChannelsLast);
    return torch.where(mask, input, new Scalar(0));
  }
}
