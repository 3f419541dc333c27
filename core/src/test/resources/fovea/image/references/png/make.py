"""Makes the PNG files of this folder, and beside each its pixels: python3 make.py

The files are written chunk by chunk, so that every kind there is occurs, and some by Pillow 9.4 and ImageMagick 6.9.
The pixels beside are ImageMagick's, over white: Pillow 9.4 forgets the transparent grey of fewer than 8 bits, and cuts
16 bits off instead of rounding them. Gamma and profiles are ignored, as Pillow does.
"""
import io
import struct
import subprocess
import zlib
from pathlib import Path

import numpy
from PIL import Image

HERE = Path(__file__).parent
SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, INDEX, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, INDEX: 1, GREY_ALPHA: 2, RGBA: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def reference(data):
    """ImageMagick's samples, of 16 bits, over white and rounded; no colour management."""
    width, height = struct.unpack(">II", data[16:24])
    out = subprocess.run(
        ["convert", "png:-", "-depth", "16", "rgba:-"], input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    ).stdout
    pixels = numpy.frombuffer(out, "<u2").reshape(-1, 4) / 65535
    over_white = pixels[:, :3] * pixels[:, 3:] + 1 - pixels[:, 3:]
    return b"P6 %d %d 255\n" % (width, height) + numpy.floor(over_white * 255 + 0.5).astype("u1").tobytes()


def save(name, data, like=None):
    """Like: other bytes for the reference program, where it refuses the file or reads more out of it than pixels."""
    (HERE / name).write_bytes(data)
    (HERE / (name + ".ppm")).write_bytes(reference(like or data))


def chunk(kind, content=b"", crc=None):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content) if crc is None else crc)


def samples(kind, depth, x, y, width, height):
    full = (1 << depth) - 1
    a, b = x * full // max(1, width - 1), y * full // max(1, height - 1)
    alpha = full - (x + y) * full // (width + height)
    inside = (x - width * 0.3) ** 2 + (y - height * 0.4) ** 2 < (height * 0.25) ** 2
    if kind == INDEX:
        return [(x // 2 + 3 * (y // 3)) % (full + 1)]
    if kind in (GREY, GREY_ALPHA):
        return [full - a if inside else (a + b) // 2] + ([alpha] if kind == GREY_ALPHA else [])
    return ([full, full // 5, full // 4] if inside else [a, b, full - a]) + ([alpha] if kind == RGBA else [])


def packed(kind, depth, pixels, filter_type, above):
    """A row, filtered."""
    bits = "".join(format(sample, f"0{depth}b") for pixel in pixels for sample in pixel)
    bits += "0" * (-len(bits) % 8)
    row = int(bits, 2).to_bytes(len(bits) // 8, "big")
    step = max(1, CHANNELS[kind] * depth // 8)
    above = above or bytes(len(row))
    out = bytearray([filter_type])
    for i, value in enumerate(row):
        left, up, corner = (row[i - step] if i >= step else 0), above[i], (above[i - step] if i >= step else 0)
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda v: abs(guess - v))
        out.append((value - [0, left, up, (left + up) // 2, paeth][filter_type]) & 255)
    return bytes(out), row


def compressed(kind, depth, width, height, interlaced=False):
    raw = b""
    for x0, y0, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        above = None
        for y in range(y0, height, dy):
            pixels = [samples(kind, depth, x, y, width, height) for x in range(x0, width, dx)]
            if pixels:
                row, above = packed(kind, depth, pixels, y % 5, above)
                raw += row
    return zlib.compress(raw, 9)


def palette(depth):
    entries = 1 << depth
    return bytes(v for i in range(entries) for v in ((i * 37) % 256, 255 - i * 255 // max(1, entries - 1), (i * 91 + 40) % 256))


def png(kind, depth, width=40, height=28, interlaced=False, before=b"", after=b"", data=None, plte=True, end=chunk(b"IEND")):
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    data = data or compressed(kind, depth, width, height, interlaced)
    colors = chunk(b"PLTE", palette(depth)) if kind == INDEX and plte else b""
    return SIGNATURE + chunk(b"IHDR", header) + colors + before + chunk(b"IDAT", data) + after + end


KINDS = {"grey": (GREY, (1, 2, 4, 8, 16)), "rgb": (RGB, (8, 16)), "index": (INDEX, (1, 2, 4, 8)), "grey-alpha": (GREY_ALPHA, (8, 16)), "rgba": (RGBA, (8, 16))}
for name, (kind, depths) in KINDS.items():
    for depth in depths:
        save(f"{name}-{depth}.png", png(kind, depth, 37, 27))
        save(f"{name}-{depth}-interlaced.png", png(kind, depth, 37, 27, True))
for depth in (1, 2, 4, 8, 16):
    save(f"grey-{depth}-clear.png", png(GREY, depth, before=chunk(b"tRNS", struct.pack(">H", samples(GREY, depth, 20, 20, 40, 28)[0]))))
    save(f"grey-{depth}-clear-interlaced.png", png(GREY, depth, 21, 13, True, before=chunk(b"tRNS", struct.pack(">H", samples(GREY, depth, 10, 10, 21, 13)[0]))))
for depth in (8, 16):
    save(f"rgb-{depth}-clear.png", png(RGB, depth, before=chunk(b"tRNS", struct.pack(">3H", *samples(RGB, depth, 10, 10, 40, 28)))))
# Two values that differ in the lower byte only are two colours.
save("grey-16-clear-other.png", png(GREY, 16, before=chunk(b"tRNS", struct.pack(">H", samples(GREY, 16, 20, 20, 40, 28)[0] ^ 1))))
for depth in (1, 2, 4, 8):
    few = bytes((0, 128, 255, 77)[: 1 << depth])
    save(f"index-{depth}-clear.png", png(INDEX, depth, before=chunk(b"tRNS", few)))
save("index-8-all-clear-kinds.png", png(INDEX, 8, before=chunk(b"tRNS", bytes(range(256)))))
for width, height in ((1, 1), (1, 9), (9, 1), (2, 3), (5, 5), (4, 2)):
    for kind, depth in ((GREY, 1), (RGB, 8), (INDEX, 4), (RGBA, 16)):
        save(f"tiny-{width}x{height}-{kind}-{depth}.png", png(kind, depth, width, height, True))

# How the data are cut.
whole = compressed(RGB, 8, 40, 28)
split = [whole[:1], b"", whole[1:7], whole[7:500], b"", whole[500:]]
plain = png(RGB, 8)
header = plain[8:33]
save("data-split.png", SIGNATURE + header + b"".join(chunk(b"IDAT", part) for part in split) + chunk(b"IEND"))
save("data-single-bytes.png", SIGNATURE + header + b"".join(chunk(b"IDAT", whole[i : i + 1]) for i in range(200)) + chunk(b"IDAT", whole[200:]) + chunk(b"IEND"))
save("data-then-more.png", png(RGB, 8, data=whole + b"more"))
save("chunk-between-data.png", SIGNATURE + header + chunk(b"IDAT", whole[:300]) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", whole[300:]) + chunk(b"IEND"), like=plain)
save("data-checksum-wrong.png", plain.replace(chunk(b"IDAT", whole), chunk(b"IDAT", whole, crc=0)), like=plain)
save("end-missing.png", png(RGB, 8, end=b""), like=plain)
save("end-checksum-wrong.png", png(RGB, 8, end=chunk(b"IEND", crc=1)), like=plain)
save("bytes-behind.png", plain + b"\0" * 100 + b"PK\3\4")

# Chunks that make no pixels, well and malformed, in each kind of picture.
SIDE = {
    "text-empty": chunk(b"tEXt"), "text-no-zero": chunk(b"tEXt", b"no zero in it"), "text-of-zeros": chunk(b"tEXt", bytes(50)),
    "ztxt-garbage": chunk(b"zTXt", b"key\0\0garbage"), "ztxt-method": chunk(b"zTXt", b"key\0\7x"), "itxt-short": chunk(b"iTXt", b"a"),
    "background-empty": chunk(b"bKGD"), "background-long": chunk(b"bKGD", bytes(7)), "background": chunk(b"bKGD", b"\0\1"),
    "bits-long": chunk(b"sBIT", bytes(9)), "bits-zero": chunk(b"sBIT", b"\0\0\0\0"), "time-short": chunk(b"tIME", b"\7"), "time-wild": chunk(b"tIME", b"\xff" * 7),
    "colours-short": chunk(b"cHRM", b"abc"), "colours-wild": chunk(b"cHRM", b"\xff" * 32), "gamma": chunk(b"gAMA", struct.pack(">I", 100000)),
    "gamma-zero": chunk(b"gAMA", bytes(4)), "gamma-short": chunk(b"gAMA", b"\1"), "srgb-wild": chunk(b"sRGB", b"\x63"), "srgb-long": chunk(b"sRGB", bytes(5)),
    "splt-garbage": chunk(b"sPLT", b"name"), "histogram-wrong": chunk(b"hIST", b"\1"), "physical-short": chunk(b"pHYs", b"\1\2"),
    "profile-garbage": chunk(b"iCCP", b"profile\0\0garbage"), "profile-empty": chunk(b"iCCP"), "offset-wild": chunk(b"oFFs", b"\xff"),
    "exif-empty": chunk(b"eXIf"), "exif-garbage": chunk(b"eXIf", b"garbage" * 9), "unknown": chunk(b"fOVa", bytes(30)), "checksum-wrong": chunk(b"tEXt", b"a\0b", crc=7),
}
bare = {kind: png(kind, depth, 20, 14) for kind, depth in ((GREY, 4), (RGB, 8), (INDEX, 4), (RGBA, 8))}
for i, (name, side) in enumerate(SIDE.items()):
    kind, depth = ((INDEX, 4), (INDEX, 4), (GREY, 4), (RGB, 8), (RGBA, 8))[i % 5]
    save(f"side-{name}.png", png(kind, depth, 20, 14, before=side), like=bare[kind])
save("side-all.png", png(INDEX, 4, 20, 14, before=b"".join(SIDE.values()), after=b"".join(SIDE.values())), like=bare[INDEX])
save("palette-in-rgb.png", png(RGB, 8, 20, 14, before=chunk(b"PLTE", palette(4))))
save("palette-in-rgb-malformed.png", png(RGB, 8, 20, 14, before=chunk(b"PLTE", b"1234")), like=bare[RGB])
save("clear-in-rgba.png", png(RGBA, 8, 20, 14, before=chunk(b"tRNS", bytes(6))), like=bare[RGBA])
save("clear-too-short.png", png(RGB, 8, 20, 14, before=chunk(b"tRNS", b"\0\1")), like=bare[RGB])
save("clear-before-palette.png", png(INDEX, 4, 20, 14, plte=False, before=chunk(b"tRNS", b"\0\x80") + chunk(b"PLTE", palette(4))), like=png(INDEX, 4, 20, 14, before=chunk(b"tRNS", b"\0\x80")))
save("palette-longer-than-used.png", png(INDEX, 2, 20, 14, plte=False, before=chunk(b"PLTE", palette(2) + palette(4))), like=png(INDEX, 2, 20, 14))
short = palette(4)[:15]
save("palette-shorter-than-used.png", png(INDEX, 4, 20, 14, plte=False, before=chunk(b"PLTE", short)), like=png(INDEX, 4, 20, 14, plte=False, before=chunk(b"PLTE", short + bytes(33))))
exif = Image.Exif()
exif[0x0112] = 6
save("exif-turned.png", png(RGB, 8, 20, 14, before=chunk(b"eXIf", exif.tobytes()[6:])))
save("exif-behind-data.png", png(RGB, 8, 20, 14, after=chunk(b"eXIf", exif.tobytes()[6:])))
for name in ("exif-turned.png", "exif-behind-data.png"):  # ImageMagick knows no EXIF in PNG
    Image.open(io.BytesIO(bare[RGB])).rotate(-90, expand=True).save(HERE / (name + ".ppm"))

# By programs.
image = Image.open(io.BytesIO(plain))
for name, made in (("pillow", image), ("pillow-palette", image.quantize(100)), ("pillow-few", image.quantize(3)), ("pillow-grey", image.convert("L")), ("pillow-two", image.convert("1")), ("pillow-la", image.convert("LA"))):
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    save(name + ".png", out.getvalue())
out = io.BytesIO()
image.save(out, "PNG", save_all=True, append_images=[image.rotate(180)], duration=100)
save("pillow-animated.png", out.getvalue(), like=plain)
for name, options in (("imagemagick-8", ["png8:-"]), ("imagemagick-24", ["png24:-"]), ("imagemagick-48", ["png48:-"]), ("imagemagick-64", ["png64:-"]), ("imagemagick-adam7", ["-interlace", "PNG", "png:-"])):
    save(name + ".png", subprocess.run(["convert", "png:-", *options], input=plain, stdout=subprocess.PIPE, check=True).stdout)
