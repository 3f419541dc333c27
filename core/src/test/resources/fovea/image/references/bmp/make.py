"""Makes the BMP files of this folder, and beside each its pixels: python3 make.py

The files are written byte by byte, so that every kind of header occurs, and some by Pillow 9.4 and ImageMagick 6.9. The
pixels of those by programs are what Pillow reads. The pixels of the others are what the format says of what was put in
(nothing else reads them all: Pillow 9.4 refuses most bit masks and garbles jumps and runs of 4 bits, ImageMagick 6.9
fills the lower bits of narrow channels with zeros), checked to be Pillow's wherever Pillow reads the file and is right.
"""
import io
import math
import struct
import subprocess
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent


def picture(width, height):
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            pixel = (60 + 150 * x // width, 40 + 170 * y // height, 128 + int(90 * math.sin((x + y) / 9)))
            if (x - width * 0.3) ** 2 + (y - height * 0.4) ** 2 < (height * 0.25) ** 2:
                pixel = (220, 40, 50)
            image.putpixel((x, y), pixel)
    return image


def save(name, data, pixels=None, pillow=True):
    """Pixels: an RGB image, if it isn't what Pillow reads. Pillow: whether it reads the same."""
    (HERE / name).write_bytes(data)
    if pillow:
        with Image.open(io.BytesIO(data)) as image:
            read = image.convert("RGB")
        if pixels is not None:
            worst = max(abs(a - b) for a, b in zip(read.tobytes(), pixels.tobytes()))
            assert read.size == pixels.size and worst <= 1, (name, read.size, worst)
        pixels = pixels or read
    pixels.save(HERE / (name + ".ppm"))


def bmp(header, colors, rows, size=None, offset=None, extra=b""):
    start = 14 + len(header) + len(extra) + len(colors)
    size = start + len(rows) if size is None else size
    return b"BM" + struct.pack("<IHHI", size, 0, 0, start if offset is None else offset) + header + extra + colors + rows


def windows(width, height, bits, compression=0, image_bytes=0, used=0, length=40, masks=(), planes=1):
    header = struct.pack("<IiiHHIIiiII", length, width, height, planes, bits, compression, image_bytes, 2835, 2835, used, 0)
    return (header + b"".join(struct.pack("<I", mask) for mask in masks)).ljust(length, b"\0")


def os2(width, height, bits):
    return struct.pack("<IHHHH", 12, width, height, 1, bits)


def palette(count, entry=4):
    return [((i * 37) % 256, 255 - i * 255 // max(1, count - 1), (i * 91 + 40) % 256) for i in range(count)]


def packed_palette(colors, entry=4):
    return b"".join(bytes((b, g, r)) + bytes(entry - 3) for r, g, b in colors)


def index(x, y, count):
    return (x // 2 + 3 * (y // 3)) % count


def indexed(width, height, colors, count=None):
    image = Image.new("RGB", (width, height))
    image.putdata([colors[index(x, y, count or len(colors))] for y in range(height) for x in range(width)])
    return image


def index_rows(width, height, bits, count, top_down=False):
    rows = b""
    for y in range(height) if top_down else reversed(range(height)):
        text = "".join(format(index(x, y, count), f"0{bits}b") for x in range(width))
        text += "0" * (-len(text) % 32)
        rows += int(text, 2).to_bytes(len(text) // 8, "big")
    return rows


def color_rows(image, bits, masks=(0xFF0000, 0xFF00, 0xFF, 0), alpha=None, top_down=False, unused=0):
    """Alpha: by place. Unused: bits beside the masks."""
    width, height = image.size
    rows = b""
    for y in range(height) if top_down else reversed(range(height)):
        row = b""
        for x in range(width):
            value = unused
            channels = (*image.getpixel((x, y)), alpha(x, y) if alpha else 0)
            for mask, channel in zip(masks, channels):
                if mask:
                    shift = (mask & -mask).bit_length() - 1
                    value |= (channel * (mask >> shift) + 127) // 255 << shift
            row += value.to_bytes(bits // 8, "little")
        rows += row + bytes(-len(row) % 4)
    return rows


def seen(image, masks, alpha=None):
    """What is left of an image in as many bits, over white."""
    out = Image.new("RGB", image.size)

    def back(channel, mask):
        full = mask >> ((mask & -mask).bit_length() - 1)
        return ((channel * full + 127) // 255 * 255 + full // 2) // full

    for y in range(image.height):
        for x in range(image.width):
            opacity = back(alpha(x, y), masks[3]) if alpha and masks[3] else 255
            pixel = [back(c, m) if m else 0 for c, m in zip(image.getpixel((x, y)), masks)]
            out.putpixel((x, y), tuple((c * opacity + 255 * (255 - opacity) + 127) // 255 for c in pixel))
    return out


W, H = 21, 13
image = picture(W, H)
plain = color_rows(image, 24)

# Palettes, with headers of every version.
for bits in (1, 2, 4, 8):
    colors = palette(1 << bits)
    rows = index_rows(W, H, bits, 1 << bits)
    expected = indexed(W, H, colors)
    pillow = bits != 2
    save(f"palette-{bits}.bmp", bmp(windows(W, H, bits), packed_palette(colors), rows), expected, pillow)
    save(f"palette-{bits}-os2.bmp", bmp(os2(W, H, bits), packed_palette(colors, 3), rows), expected, pillow)
    save(f"palette-{bits}-os2-version-2.bmp", bmp(windows(W, H, bits, length=64), packed_palette(colors), rows), expected, pillow)
    save(f"palette-{bits}-top-down.bmp", bmp(windows(W, -H, bits), packed_palette(colors), index_rows(W, H, bits, 1 << bits, True)), expected, pillow)
    used = max(2, (1 << bits) - 1)
    fewer = palette(used)
    save(f"palette-{bits}-fewer.bmp", bmp(windows(W, H, bits, used=used), packed_palette(fewer), index_rows(W, H, bits, used)), indexed(W, H, fewer), pillow)
    for version, length in ((4, 108), (5, 124)):
        save(f"palette-{bits}-version-{version}.bmp", bmp(windows(W, H, bits, length=length), packed_palette(colors), rows), expected, pillow)
for width in range(1, 10):
    save(f"palette-1-width-{width}.bmp", bmp(windows(width, 5, 1), packed_palette(palette(2)), index_rows(width, 5, 1, 2)), indexed(width, 5, palette(2)))
few = palette(100)
rows = index_rows(W, H, 8, 100)
save("palette-used-too-many.bmp", bmp(windows(W, H, 8, used=300), packed_palette(palette(256)), index_rows(W, H, 8, 256)), indexed(W, H, palette(256)), False)
save("palette-gap-behind.bmp", bmp(windows(W, H, 8, used=100), packed_palette(few) + bytes(50), rows), indexed(W, H, few), False)
save("palette-used-says-0.bmp", bmp(windows(W, H, 8), packed_palette(few), rows), indexed(W, H, few), False)
save("palette-index-beyond.bmp", bmp(windows(W, H, 8, used=100), packed_palette(few), index_rows(W, H, 8, 120)), indexed(W, H, few + [(0, 0, 0)] * 20, 120), False)

# Sizes that are wrong.
for size in (0, 1, 54, 10**9):
    save(f"size-{size}.bmp", bmp(windows(W, H, 24), b"", plain, size), image)
for size in (1, 17, 10**9):
    save(f"image-size-{size}.bmp", bmp(windows(W, H, 24, image_bytes=size), b"", plain), image)
save("offset-0.bmp", bmp(windows(W, H, 24), b"", plain, offset=0), image, False)
save("offset-beyond.bmp", bmp(windows(W, H, 24), b"", plain, offset=10**8), image, False)
save("size-0-offset-0-palette.bmp", bmp(windows(W, H, 8), packed_palette(palette(256)), index_rows(W, H, 8, 256), 0, 0), indexed(W, H, palette(256)), False)
save("planes-0.bmp", bmp(windows(W, H, 24, planes=0), b"", plain), image)
save("gap-before.bmp", bmp(windows(W, H, 24), bytes(40), plain), image)
save("palette-in-24.bmp", bmp(windows(W, H, 24, used=16), packed_palette(palette(16)), plain), image)
save("bytes-behind.bmp", bmp(windows(W, H, 24), b"", plain) + bytes(100), image)
save("last-row-unpadded.bmp", bmp(windows(W, H, 24), b"", plain[: len(plain) - W % 4]), image, False)

# Colours.
for width, height in ((1, 1), (2, 3), (3, 2), (5, 1)):
    small = picture(width, height)
    save(f"colours-{width}x{height}.bmp", bmp(windows(width, height, 24), b"", color_rows(small, 24)), small)
save("colours-24-os2.bmp", bmp(os2(W, H, 24), b"", plain), image)
save("colours-24-top-down.bmp", bmp(windows(W, -H, 24), b"", color_rows(image, 24, top_down=True)), image)
FIVE = (0x7C00, 0x3E0, 0x1F, 0)
RGBX = (0xFF0000, 0xFF00, 0xFF, 0)
save("colours-16.bmp", bmp(windows(W, H, 16), b"", color_rows(image, 16, FIVE)), seen(image, FIVE))
save("colours-16-unused.bmp", bmp(windows(W, H, 16), b"", color_rows(image, 16, FIVE, unused=0x8000)), seen(image, FIVE))
save("colours-32.bmp", bmp(windows(W, H, 32), b"", color_rows(image, 32)), image)
save("colours-32-unused.bmp", bmp(windows(W, H, 32), b"", color_rows(image, 32, unused=0x7F000000)), image)
save("colours-32-version-5.bmp", bmp(windows(W, H, 32, length=124, masks=(*RGBX[:3], 0xFF000000)), b"", color_rows(image, 32, unused=0x7F000000)), image, False)
MASKS = {
    "565": (16, (0xF800, 0x7E0, 0x1F)), "555": (16, FIVE[:3]), "444": (16, (0xF00, 0xF0, 0xF)), "231": (16, (0x30, 0xE, 0x1)), "bgr": (32, (0xFF, 0xFF00, 0xFF0000)),
    "rgbx": (32, (0xFF000000, 0xFF0000, 0xFF00)), "10-10-10": (32, (0x3FF00000, 0xFFC00, 0x3FF)), "11-11-10": (32, (0xFFE00000, 0x1FFC00, 0x3FF)), "888": (32, RGBX[:3]),
}
for name, (bits, masks) in MASKS.items():
    rows = color_rows(image, bits, (*masks, 0))
    expected = seen(image, (*masks, 0))
    pillow = name in ("565", "555", "888", "rgbx")
    save(f"masks-{name}.bmp", bmp(windows(W, H, bits, 3), b"", rows, extra=struct.pack("<3I", *masks)), expected, pillow)
    save(f"masks-{name}-version-2.bmp", bmp(windows(W, H, bits, 3, length=52, masks=masks), b"", rows), expected, False)
    save(f"masks-{name}-version-5.bmp", bmp(windows(W, H, bits, 3, length=124, masks=(*masks, 0)), b"", rows), expected, pillow)


def fading(x, y):
    return (x * 255) // W


ALPHA = {"8888": (32, (*RGBX[:3], 0xFF000000)), "4444": (16, (0xF00, 0xF0, 0xF, 0xF000)), "1555": (16, (*FIVE[:3], 0x8000)), "2-10-10-10": (32, (0x3FF00000, 0xFFC00, 0x3FF, 0xC0000000)), "abgr": (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000))}
for name, (bits, masks) in ALPHA.items():
    rows = color_rows(image, bits, masks, fading)
    for length in (56, 108, 124):
        save(f"opacity-{name}-header-{length}.bmp", bmp(windows(W, H, bits, 3, length=length, masks=masks), b"", rows), seen(image, masks, fading), False)
save("opacity-8888-old-header.bmp", bmp(windows(W, H, 32, 6), b"", color_rows(image, 32, ALPHA["8888"][1], fading), extra=struct.pack("<4I", *ALPHA["8888"][1])), seen(image, ALPHA["8888"][1], fading), False)
save("opacity-all-0.bmp", bmp(windows(W, H, 32, 3, length=124, masks=ALPHA["8888"][1]), b"", color_rows(image, 32)), image, False)


# Runs.
def runs(bits, width, height, count, ends=True, absolute=False, last=True):
    out = b""
    for y in reversed(range(height)):
        x = 0
        while x < width:
            length = min(7 if absolute else 30, width - x)
            values = [index(x + i, y, count) for i in range(length)]
            if absolute and length > 2:
                stored = bytes(values) if bits == 8 else bytes((values + [0])[i] << 4 | (values + [0])[i + 1] for i in range(0, length, 2))
                out += bytes([0, length]) + stored + bytes(len(stored) % 2)
            else:
                same = next((i for i in range(1, length) if values[i] != values[0]), length)
                length = same
                out += bytes([same, values[0] if bits == 8 else values[0] << 4 | values[0]])
            x += length
        out += b"\0\0" if ends else b""
    return out + (b"\0\1" if last else b"")


for bits, compression in ((8, 1), (4, 2)):
    count = 1 << bits
    colors = palette(count)
    for name, data in (("runs", runs(bits, W, H, count)), ("literal", runs(bits, W, H, count, absolute=True)), ("no-end", runs(bits, W, H, count, last=False))):
        expected = indexed(W, H, colors)
        save(f"runs-{bits}-{name}.bmp", bmp(windows(W, H, bits, compression, len(data)), packed_palette(colors), data), expected, False)
        save(f"runs-{bits}-{name}-size-0.bmp", bmp(windows(W, H, bits, compression), packed_palette(colors), data, 0), expected, False)
    mixed = b"\x06\x12" + b"\0\2\3\1" + b"\4\x33" + b"\0\0" + b"\0\5\x12\x34\x50" + (b"\x11\x22\0" if bits == 8 else b"\0") + b"\0\1"
    rows = [[0] * 20 for _ in range(5)]
    for i in range(6):
        rows[4][i] = 0x12 if bits == 8 else (1, 2)[i % 2]
    for i in range(4):
        rows[3][9 + i] = 0x33 if bits == 8 else 3
    for i in range(5):
        rows[2][i] = (0x12, 0x34, 0x50, 0x11, 0x22)[i] if bits == 8 else (1, 2, 3, 4, 5)[i]
    expected = Image.new("RGB", (20, 5))
    expected.putdata([colors[value] for row in rows for value in row])
    save(f"runs-{bits}-jumps.bmp", bmp(windows(20, 5, bits, compression, len(mixed)), packed_palette(colors), mixed), expected, False)

# By programs.
for name, made in (("rgb", image), ("grey", image.convert("L")), ("palette", image.quantize(200)), ("two", image.convert("1")), ("rgba", image.convert("RGBA"))):
    out = io.BytesIO()
    made.save(out, "BMP")
    save(f"pillow-{name}.bmp", out.getvalue())
out = io.BytesIO()
image.save(out, "PPM")
for name, options in (("24", ["bmp:-"]), ("version-2", ["bmp2:-"]), ("version-3", ["bmp3:-"]), ("palette", ["-colors", "60", "-type", "Palette", "bmp3:-"]), ("grey", ["-colorspace", "Gray", "bmp:-"]), ("two", ["-monochrome", "bmp3:-"]), ("runs", ["-colors", "60", "-type", "Palette", "-compress", "RLE", "bmp3:-"])):
    save(f"imagemagick-{name}.bmp", subprocess.run(["convert", "ppm:-", *options], input=out.getvalue(), stdout=subprocess.PIPE, check=True).stdout)
for kind, compression in (("PNG", 5), ("JPEG", 4)):
    out = io.BytesIO()
    image.save(out, kind, quality=95)
    expected = Image.open(io.BytesIO(out.getvalue())).convert("RGB")
    save(f"holds-{kind.lower()}.bmp", bmp(windows(W, H, 0, compression, len(out.getvalue()), length=124), b"", out.getvalue()), expected, False)
