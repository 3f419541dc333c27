"""Makes the goldens in augment/: python3 make_augment.py, with torchvision and Pillow. The README says what they are."""
import math

import numpy
import torch
from PIL import Image, ImageEnhance, ImageOps
from torchvision import transforms
from torchvision.transforms import functional as F
from torchvision.transforms.functional import InterpolationMode

from make import write

BILINEAR = InterpolationMode.BILINEAR
HEIGHT, WIDTH = 9, 11


def pixels(kind):
    """Bytes of an image: noise, a smooth one of few levels, one dark and grey in places."""
    generator = numpy.random.default_rng(kind)
    noise = generator.integers(0, 256, (HEIGHT, WIDTH, 3))
    y, x = numpy.mgrid[:HEIGHT, :WIDTH]
    waves = numpy.stack([128 + 90 * numpy.sin(0.4 * x + 0.3 * y * c + c) for c in range(3)], -1)
    dark = numpy.where((x + y)[..., None] % 3 == 0, noise[..., :1], noise // 4 + 20)
    return [noise, waves, dark][kind].astype(numpy.uint8)


IMAGES = [pixels(kind) for kind in range(3)]
FLOATS = torch.stack([torch.from_numpy(i).permute(2, 0, 1) for i in IMAGES]).double() / 255


def each(change):
    """Of the images one by one, in float64."""
    return torch.cat([change(FLOATS[i : i + 1]) for i in range(3)]).float()


def pillow(change):
    """Of the images as Pillow has them, made shares of 255 again."""
    changed = [numpy.asarray(change(Image.fromarray(i))) for i in IMAGES]
    return (torch.stack([torch.from_numpy(i.copy()).permute(2, 0, 1) for i in changed]).double() / 255).float()


tensors = {"images": FLOATS.float()}
tensors |= {"affine": each(lambda x: F.affine(x, 33.0, [1.7, -2.3], 0.8, [15.0, 0.0], BILINEAR))}
tensors |= {"affine.larger": each(lambda x: F.affine(x, -120.0, [-4.0, 3.0], 1.6, [-30.0, 0.0], BILINEAR))}
slope = math.degrees(math.atan(0.3))
tensors |= {"shear.x": each(lambda x: F.affine(x, 0.0, [0, 0], 1.0, [slope, 0.0], BILINEAR, center=[0, 0]))}
tensors |= {"shear.y": each(lambda x: F.affine(x, 0.0, [0, 0], 1.0, [0.0, slope], BILINEAR, center=[0, 0]))}
tensors |= {"rotate": each(lambda x: F.rotate(x, -25.0, BILINEAR))}
start = [[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]]
end = [[2, 1], [9, 3], [10, 8], [1, 7]]
tensors |= {"perspective": each(lambda x: F.perspective(x.float(), start, end, BILINEAR).double())}
for name, box in {"crop": (2, 3, 7, 8), "crop.tiny": (4, 4, 2, 3), "crop.whole": (0, 0, HEIGHT, WIDTH)}.items():
    tensors |= {name: each(lambda x: F.resized_crop(x, *box, [4, 5], BILINEAR, antialias=True))}
    tensors |= {name + ".up": each(lambda x: F.resized_crop(x, *box, [12, 19], BILINEAR, antialias=True))}
for factor in (0.3, 1.7):
    tensors |= {f"brightness.{factor}": each(lambda x: F.adjust_brightness(x, factor))}
    tensors |= {f"contrast.{factor}": each(lambda x: F.adjust_contrast(x, factor))}
    tensors |= {f"saturation.{factor}": each(lambda x: F.adjust_saturation(x, factor))}
    tensors |= {f"sharpness.{factor}": each(lambda x: F.adjust_sharpness(x, factor))}
    tensors |= {f"pillow.sharpness.{factor}": pillow(lambda x: ImageEnhance.Sharpness(x).enhance(factor))}
for part in (-0.5, -0.21, 0.08, 0.5):
    tensors |= {f"hue.{part}": each(lambda x: F.adjust_hue(x, part))}
for bits in (1, 2, 4, 7):
    tensors |= {f"posterize.{bits}": pillow(lambda x: ImageOps.posterize(x, bits))}
tensors |= {"solarize": each(lambda x: F.solarize(x, 100 / 255))}
tensors |= {"invert": each(F.invert)}
tensors |= {"autocontrast": each(F.autocontrast)}
tensors |= {"equalize": pillow(ImageOps.equalize)}
tensors |= {"grayscale": each(lambda x: F.rgb_to_grayscale(x, 3))}
for sigma in (0.4, 1.5):
    reach = math.ceil(3 * sigma)
    tensors |= {f"blur.{sigma}": each(lambda x: F.gaussian_blur(x, 2 * reach + 1, sigma))}

NAMES = {"AutoContrast": "AUTOCONTRAST"}


def policy(name, transform, *arguments):
    """The magnitudes of each operation, level by level; solarising's threshold as a share of 255."""
    for key, (magnitudes, signed) in transform._augmentation_space(*arguments).items():
        upper = "".join("_" + c if c.isupper() and i else c for i, c in enumerate(key)).upper()
        values = magnitudes.double() / (255 if key == "Solarize" else 1)
        yield f"{name}.{NAMES.get(key, upper)}.{'either' if signed else 'one'}", values.float().reshape(-1)


policies = {}
policies |= policy("rand", transforms.RandAugment(), 31, (160, 120))
policies |= policy("wide", transforms.TrivialAugmentWide(), 31)
policies |= policy("mix", transforms.AugMix(), 10, (160, 120))

if __name__ == "__main__":
    write("augment/operations", tensors)
    write("augment/policies", policies)
    print(len(tensors), "tensors")
