"""Makes the PNM files of this folder by ImageMagick, and beside each what Pillow reads: python3 make.py

Needs Debian's imagemagick, netpbm's formats and python3-pil; last run with ImageMagick 6.9.11 and Pillow 9.4, which knows PAM not:
ImageMagick reads those, and 16 bits, rounded here.
"""
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
W, H = 21, 15
y, x = np.mgrid[0:H, 0:W]
rgb = np.stack([x * 11, y * 16, (x + y) * 7], 2).astype(np.uint8)
rgb[3:8, 3:10] = [255, 0, 0]
source = HERE / "source.png"
Image.fromarray(rgb).save(source)


def magick_reads(file):
    out = subprocess.run(["convert", file, "-depth", "16", "ppm:-"], check=True, capture_output=True).stdout
    deep = np.frombuffer(out[-W * H * 6 :], ">u2").reshape(H, W, 3)
    return (deep.astype(int) * 255 + 32767) // 65535


FILES = {
    "bits.pbm": ["-type", "bilevel"],
    "bits-text.pbm": ["-type", "bilevel", "-compress", "none"],
    "grey.pgm": [],
    "grey-text.pgm": ["-compress", "none"],
    "grey-16.pgm": ["-depth", "16"],
    "grey-text-16.pgm": ["-depth", "16", "-compress", "none"],
    "grey-4.pgm": ["-colorspace", "Gray", "-depth", "4"],
    "colours.ppm": [],
    "colours-text.ppm": ["-compress", "none"],
    "colours-16.ppm": ["-depth", "16"],
    "colours-2.ppm": ["-depth", "2"],
    "comment.ppm": ["-comment", "made by a program\nof two lines"],
    "colours.pam": [],
    "grey.pam": ["-colorspace", "Gray"],
    "bits.pam": ["-type", "bilevel"],
}
for name, options in FILES.items():
    file = HERE / name
    subprocess.run(["convert", source, *options, file], check=True)
    deep = "16" in name or name.endswith(".pam")
    pixels = magick_reads(file) if deep else np.array(Image.open(file).convert("RGB"))
    (HERE / (name + ".ppm")).write_bytes(b"P6\n%d %d\n255\n" % (W, H) + pixels.astype(np.uint8).tobytes())
source.unlink()
