package fovea.tensor;

import java.util.Arrays;

/** The neural operations as their definitions read, in plain loops. */
public final class Reference {
  private Reference() {}

  public static Doubles conv2d(
      Doubles input, Doubles weight, Doubles bias, int stride, int padding) {
    return conv2d(input, weight, bias, ConvGeometry.of(stride, padding));
  }

  public static Doubles conv2d(Doubles input, Doubles weight, Doubles bias, ConvGeometry geometry) {
    Size2d stride = geometry.stride();
    Size2d padding = geometry.padding();
    Size2d dilation = geometry.dilation();
    int high = dilation.height() * (weight.size(2) - 1) + 1;
    int wide = dilation.width() * (weight.size(3) - 1) + 1;
    int height = (input.size(2) + 2 * padding.height() - high) / stride.height() + 1;
    int width = (input.size(3) + 2 * padding.width() - wide) / stride.width() + 1;
    int filters = weight.size(0) / geometry.groups();
    Doubles output = Doubles.zeros(input.size(0), weight.size(0), height, width);
    for (int n = 0; n < input.size(0); n++) {
      for (int k = 0; k < weight.size(0); k++) {
        int first = k / filters * weight.size(1);
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            double sum = bias == null ? 0 : bias.at(k);
            for (int c = 0; c < weight.size(1); c++) {
              for (int r = 0; r < weight.size(2); r++) {
                for (int s = 0; s < weight.size(3); s++) {
                  int row = y * stride.height() + r * dilation.height() - padding.height();
                  int column = x * stride.width() + s * dilation.width() - padding.width();
                  if (row >= 0 && row < input.size(2) && column >= 0 && column < input.size(3)) {
                    sum += input.at(n, first + c, row, column) * weight.at(k, c, r, s);
                  }
                }
              }
            }
            output.set(sum, n, k, y, x);
          }
        }
      }
    }
    return output;
  }

  public static Doubles linear(Doubles input, Doubles weight, Doubles bias) {
    Doubles output = Doubles.zeros(input.size(0), weight.size(0));
    for (int n = 0; n < input.size(0); n++) {
      for (int k = 0; k < weight.size(0); k++) {
        output.set(bias == null ? 0 : bias.at(k), n, k);
        for (int c = 0; c < weight.size(1); c++) {
          output.add(input.at(n, c) * weight.at(k, c), n, k);
        }
      }
    }
    return output;
  }

  /** Some reduction of each window of rows [fromRow, toRow) and columns [fromColumn, toColumn). */
  private interface Window {
    double of(Doubles image, int n, int c, int fromRow, int toRow, int fromColumn, int toColumn);
  }

  /** Of windows on an image with rows and columns of some value around it. */
  private static Doubles windows(
      Doubles image, int size, int stride, int padding, double around, Window window) {
    int rows = image.size(2) + 2 * padding;
    int columns = image.size(3) + 2 * padding;
    Doubles input = Doubles.zeros(image.size(0), image.size(1), rows, columns);
    Arrays.fill(input.values(), around);
    int height = (rows - size) / stride + 1;
    int width = (columns - size) / stride + 1;
    Doubles output = Doubles.zeros(input.size(0), input.size(1), height, width);
    for (int n = 0; n < input.size(0); n++) {
      for (int c = 0; c < input.size(1); c++) {
        for (int y = 0; y < image.size(2); y++) {
          for (int x = 0; x < image.size(3); x++) {
            input.set(image.at(n, c, y, x), n, c, y + padding, x + padding);
          }
        }
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int row = y * stride;
            int column = x * stride;
            output.set(window.of(input, n, c, row, row + size, column, column + size), n, c, y, x);
          }
        }
      }
    }
    return output;
  }

  public static Doubles maxPool2d(Doubles input, int size, int stride, int padding) {
    return windows(input, size, stride, padding, Double.NEGATIVE_INFINITY, Reference::max);
  }

  public static Doubles maxPool2d(Doubles input, int size, int stride) {
    return maxPool2d(input, size, stride, 0);
  }

  private static double max(Doubles input, int n, int c, int top, int bottom, int left, int right) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        largest = Math.max(largest, input.at(n, c, y, x));
      }
    }
    return largest;
  }

  public static Doubles avgPool2d(Doubles input, int size, int stride, int padding) {
    return windows(input, size, stride, padding, 0, Reference::mean);
  }

  public static Doubles avgPool2d(Doubles input, int size, int stride) {
    return avgPool2d(input, size, stride, 0);
  }

  /** Windows from floor(i H / size) to ceil((i + 1) H / size). */
  private static Doubles adaptive(Doubles input, int size, Window window) {
    Doubles output = Doubles.zeros(input.size(0), input.size(1), size, size);
    int height = input.size(2);
    int width = input.size(3);
    for (int n = 0; n < input.size(0); n++) {
      for (int c = 0; c < input.size(1); c++) {
        for (int y = 0; y < size; y++) {
          for (int x = 0; x < size; x++) {
            int top = y * height / size;
            int bottom = ((y + 1) * height + size - 1) / size;
            int left = x * width / size;
            int right = ((x + 1) * width + size - 1) / size;
            output.set(window.of(input, n, c, top, bottom, left, right), n, c, y, x);
          }
        }
      }
    }
    return output;
  }

  public static Doubles adaptiveAvgPool2d(Doubles input, int size) {
    return adaptive(input, size, Reference::mean);
  }

  public static Doubles adaptiveMaxPool2d(Doubles input, int size) {
    return adaptive(input, size, Reference::max);
  }

  private static double mean(
      Doubles input, int n, int c, int top, int bottom, int left, int right) {
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += input.at(n, c, y, x);
      }
    }
    return sum / ((bottom - top) * (right - left));
  }

  /** The mean of each channel of [N, C, H, W]. */
  public static Doubles channelMeans(Doubles input) {
    Doubles means = Doubles.zeros(input.size(1));
    for (int c = 0; c < input.size(1); c++) {
      for (int n = 0; n < input.size(0); n++) {
        means.add(mean(input, n, c, 0, input.size(2), 0, input.size(3)) / input.size(0), c);
      }
    }
    return means;
  }

  /** The variance of each channel, divided by the count less {@code less}. */
  public static Doubles channelVariances(Doubles input, int less) {
    Doubles means = channelMeans(input);
    Doubles variances = Doubles.zeros(input.size(1));
    int count = input.size(0) * input.size(2) * input.size(3);
    for (int c = 0; c < input.size(1); c++) {
      for (int n = 0; n < input.size(0); n++) {
        for (int y = 0; y < input.size(2); y++) {
          for (int x = 0; x < input.size(3); x++) {
            variances.add(Math.pow(input.at(n, c, y, x) - means.at(c), 2) / (count - less), c);
          }
        }
      }
    }
    return variances;
  }

  public static Doubles normalised(
      Doubles input, Doubles mean, Doubles variance, Doubles weight, Doubles bias, double epsilon) {
    Doubles output = Doubles.zeros(input.sizes());
    for (int n = 0; n < input.size(0); n++) {
      for (int c = 0; c < input.size(1); c++) {
        double scale = weight.at(c) / Math.sqrt(variance.at(c) + epsilon);
        for (int y = 0; y < input.size(2); y++) {
          for (int x = 0; x < input.size(3); x++) {
            output.set((input.at(n, c, y, x) - mean.at(c)) * scale + bias.at(c), n, c, y, x);
          }
        }
      }
    }
    return output;
  }

  /** {@code - sum of target log softmax}, with the target's mass partly spread over all classes. */
  public static double crossEntropy(Doubles logits, long[] labels, double smoothing) {
    Doubles shares = Doubles.zeros(labels.length, logits.size(1));
    for (int n = 0; n < labels.length; n++) {
      shares.set(1, n, (int) labels[n]);
    }
    return crossEntropy(logits, shares, smoothing);
  }

  public static double crossEntropy(Doubles logits, Doubles shares, double smoothing) {
    int classes = logits.size(1);
    double sum = 0;
    for (int n = 0; n < shares.size(0); n++) {
      double total = 0;
      for (int k = 0; k < classes; k++) {
        total += Math.exp(logits.at(n, k));
      }
      for (int k = 0; k < classes; k++) {
        double target = shares.at(n, k) * (1 - smoothing) + smoothing / classes;
        sum -= target * (logits.at(n, k) - Math.log(total));
      }
    }
    return sum / shares.size(0);
  }

  /** {@code x P(X <= x)}: the normal density integrated by Simpson's rule. */
  public static double gelu(double x) {
    int intervals = 2000;
    double width = x / intervals;
    double integral = 0;
    for (int i = 0; i <= intervals; i++) {
      double t = i * width;
      int weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      integral += weight * Math.exp(-t * t / 2);
    }
    return x * (0.5 + integral * width / 3 / Math.sqrt(2 * Math.PI));
  }
}
