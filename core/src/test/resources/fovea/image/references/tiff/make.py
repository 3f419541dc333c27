"""Makes the TIFF files of this folder, and beside each the pixels that a reference reads: python3 make.py

Needs Debian's imagemagick and python3-pil; last run with ImageMagick 6.9.11, Pillow 9.4 (libtiff 4.5). Eight bits were read by
Pillow where it can, otherwise by ImageMagick; 16 bits by ImageMagick, and rounded here. Transparent parts lie over white.
"""
import itertools
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
W, H = 24, 18
y, x = np.mgrid[0:H, 0:W]
rgb = np.stack([x * 10, y * 14, (x + y) * 6], 2).astype(np.uint8)
rgb[3:9, 3:12] = [255, 0, 0]
rgb[7:13, 9:21] = [0, 0, 255]
rgb[12:17, 2:7] = [0, 255, 0]
alpha = (x * 10).astype(np.uint8)
rgba = np.dstack([rgb, alpha])
multiplied = np.dstack([(rgb.astype(int) * alpha[..., None] + 127) // 255, alpha]).astype(np.uint8)
deep = np.stack([x * 2600 + y * 7, y * 3500, (x + y) * 1500], 2).astype(np.uint16)


def source(name):
    return HERE / ("source-" + name)


Image.fromarray(rgb).save(source("rgb.png"))
Image.fromarray(rgba).save(source("rgba.png"))
source("deep.ppm").write_bytes(b"P6\n%d %d\n65535\n" % (W, H) + deep.astype(">u2").tobytes())


def magick(name, *options, of="rgb.png", kind=""):
    subprocess.run(["convert", source(of), *options, f"{kind}{HERE / name}.tif"], check=True)


for compression in ["None", "LZW", "Zip", "RLE", "JPEG"]:
    magick("rgb-" + compression.lower(), "-compress", compression)
for compression in ["None", "LZW", "Zip"]:
    magick("rgb16-" + compression.lower(), "-depth", "16", "-compress", compression, of="deep.ppm")
for compression in ["None", "Group4", "Fax", "LZW", "RLE"]:
    magick("bilevel-" + compression.lower(), "-type", "bilevel", "-compress", compression)
magick("bilevel-white-is-zero", "-type", "bilevel", "-define", "tiff:photometric=min-is-white")
magick("bilevel-black-is-zero", "-type", "bilevel", "-define", "tiff:photometric=min-is-black")
magick("bilevel-bits-reversed", "-type", "bilevel", "-compress", "Group4", "-define", "tiff:fill-order=lsb")
magick("grey", "-colorspace", "Gray", "-compress", "LZW")
magick("grey-white-is-zero", "-colorspace", "Gray", "-define", "tiff:photometric=min-is-white")
magick("grey-16", "-colorspace", "Gray", "-depth", "16", of="deep.ppm")
magick("grey-2", "-colorspace", "Gray", "-depth", "2")
magick("grey-4", "-colorspace", "Gray", "-depth", "4")
magick("grey-alpha", "-colorspace", "Gray", of="rgba.png")
for colours in [4, 16, 64]:
    magick(f"palette-{colours}", "-type", "Palette", "-colors", str(colours), "-compress", "LZW")
magick("cmyk", "-colorspace", "CMYK", "-compress", "LZW")
magick("alpha", "-compress", "LZW", of="rgba.png")
magick("alpha-associated", "-define", "tiff:alpha=associated", of="rgba.png")
magick("tiles", "-define", "tiff:tile-geometry=16x16", "-compress", "LZW")
magick("tiles-jpeg", "-define", "tiff:tile-geometry=16x16", "-compress", "JPEG")
magick("planes", "-interlace", "plane", "-compress", "LZW")
magick("big-endian", "-endian", "MSB")
magick("strips", "-define", "tiff:rows-per-strip=3", "-compress", "LZW")
magick("bigtiff", kind="TIFF64:")
magick("pages", "(", "+clone", "-rotate", "90", ")")
for number, name in enumerate("TopLeft TopRight BottomRight BottomLeft LeftTop RightTop RightBottom LeftBottom".split(), 1):
    magick(f"orientation-{number}", "-orient", name, "-compress", "LZW")
for compression in ["packbits", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "jpeg"]:
    Image.fromarray(rgb).save(HERE / f"pillow-{compression}.tif", compression=compression)
for compression in ["group3", "group4", "tiff_ccitt"]:
    Image.fromarray(rgb).convert("1").save(HERE / f"pillow-{compression}.tif", compression=compression)
Image.fromarray(rgb).convert("CMYK").save(HERE / "pillow-cmyk.tif")


def by_hand(name, pixels, photometric=2, big=False, order="<", planes=1, difference=False, tile=None, rows=H, extra=None, orientation=None):
    """Written here, for what no program at hand writes: Deflate, any of these together."""
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    samples, bits = pixels.shape[2], pixels.dtype.itemsize * 8
    parts = []
    for plane in [pixels] if planes == 1 else [pixels[..., i : i + 1] for i in range(samples)]:
        for y0 in range(0, H, tile or rows):
            for x0 in range(0, W, tile or W):
                part = plane[y0 : y0 + (tile or rows), x0 : x0 + (tile or W)]
                if tile:
                    part = np.pad(part, [(0, tile - part.shape[0]), (0, tile - part.shape[1]), (0, 0)])
                if difference:
                    part = np.concatenate([part[:, :1], part[:, 1:] - part[:, :-1]], 1)
                parts.append(zlib.compress(part.astype(part.dtype.newbyteorder(order)).tobytes()))
    start = 16 if big else 8
    offsets = [start + sum(map(len, parts[:i])) for i in range(len(parts))]
    short, long, offset = 3, 4, 16 if big else 4
    tags = {256: (long, [W]), 257: (long, [H]), 258: (short, [bits] * samples), 259: (short, [8]), 262: (short, [photometric])}
    tags |= {277: (short, [samples]), 284: (short, [planes]), 317: (short, [2 if difference else 1])}
    if tile:
        tags |= {322: (short, [tile]), 323: (short, [tile]), 324: (offset, offsets), 325: (long, list(map(len, parts)))}
    else:
        tags |= {273: (offset, offsets), 278: (long, [rows]), 279: (long, list(map(len, parts)))}
    if extra is not None:
        tags[338] = (short, [extra])
    if orientation:
        tags[274] = (short, [orientation])
    pointer, inline = ("Q", 8) if big else ("I", 4)
    directory = start + sum(map(len, parts))
    beyond = directory + (8 + 20 * len(tags) + 8 if big else 2 + 12 * len(tags) + 4)
    body, tail = struct.pack(order + ("Q" if big else "H"), len(tags)), b""
    for tag in sorted(tags):
        kind, values = tags[tag]
        content = struct.pack(order + {3: "H", 4: "I", 16: "Q"}[kind] * len(values), *values)
        body += struct.pack(order + "HH" + pointer, tag, kind, len(values))
        if len(content) <= inline:
            body += content.ljust(inline, b"\0")
        else:
            body += struct.pack(order + pointer, beyond + len(tail))
            tail += content
    head = struct.pack(order + "HHHQ", 43, 8, 0, directory) if big else struct.pack(order + "HI", 42, directory)
    file = (b"II" if order == "<" else b"MM") + head + b"".join(parts) + body + b"\0" * inline + tail
    (HERE / f"by-hand-{name}.tif").write_bytes(file)


for order, big, planes, tile, difference in itertools.product("<>", [False, True], [1, 2], [None, 16], [False, True]):
    name = ("little" if order == "<" else "big") + ("-64" if big else "") + ("-planes" if planes == 2 else "")
    name += ("-tiles" if tile else "") + ("-differences" if difference else "")
    by_hand(name + "-16", deep, 2, big, order, planes, difference, tile)
by_hand("rows-of-7", rgb, rows=7)
by_hand("grey-16-white-is-zero", deep[..., 0], photometric=0)
by_hand("alpha-associated", multiplied, extra=1)
by_hand("alpha-unassociated", rgba, extra=2)
by_hand("alpha-associated-16", multiplied.astype(np.uint16) * 257, extra=1)
by_hand("alpha-unassociated-16", rgba.astype(np.uint16) * 257, extra=2)
by_hand("alpha-unassociated-planes", rgba, extra=2, planes=2)
by_hand("grey-alpha-associated", multiplied[..., [0, 3]], photometric=1, extra=1)
by_hand("grey-alpha-unassociated", rgba[..., [0, 3]], photometric=1, extra=2)
by_hand("orientation-6-64", rgb, big=True, orientation=6)


def over_white(pixels):
    a = pixels[..., 3:].astype(int)
    return (pixels[..., :3] * a + 255 * (255 - a) + 127) // 255


def magick_reads(file, depth):
    out = subprocess.run(
        ["convert", f"{file}[0]", "-auto-orient", "-background", "white", "-alpha", "remove", "-colorspace", "sRGB", "-depth", str(depth), "ppm:-"],
        check=True,
        capture_output=True,
    ).stdout
    w, h = map(int, out.split(None, 4)[1:3])
    pixels = np.frombuffer(out[-w * h * 3 * depth // 8 :], ">u2" if depth == 16 else np.uint8).reshape(h, w, 3)
    return pixels if depth == 8 else (pixels.astype(int) * 255 + 32767) // 65535


for file in sorted(HERE.glob("*.tif")):
    pixels = None
    if "16" in file.stem and "palette" not in file.stem:
        pixels = magick_reads(file, 16)
    else:
        try:
            image = Image.open(file)
            image.load()  # turns it upright, too
            if image.mode in ("1", "L", "P", "RGB", "CMYK", "YCbCr"):
                pixels = np.array(image.convert("RGB"))
            elif image.mode in ("LA", "RGBA"):
                pixels = over_white(np.array(image.convert("RGBA")))
        except OSError:
            pass  # of a kind that Pillow doesn't read
        pixels = magick_reads(file, 8) if pixels is None else pixels
    (HERE / (file.name + ".ppm")).write_bytes(b"P6\n%d %d\n255\n" % (pixels.shape[1], pixels.shape[0]) + pixels.astype(np.uint8).tobytes())
for file in HERE.glob("source-*"):
    file.unlink()
