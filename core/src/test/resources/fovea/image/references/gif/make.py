"""Makes the GIF files of this folder, and beside each its pixels: python3 make.py

Those with the pixels of a program are written by Pillow 9.4, ImageMagick 6.9 and gifsicle 1.93 and read by Pillow, over
white. The others are written byte by byte, with their pixels known; Pillow reads the same where it doesn't fill the
canvas around the first picture with the background colour, which browsers leave clear.
"""
import io
import struct
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
W, H = 25, 17


def over_white(image):
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    white.alpha_composite(image)
    return white.convert("RGB")


def save(name, data, pixels=None, pillow=True):
    """Pixels: if they aren't what Pillow reads. Pillow: whether it reads the same."""
    (HERE / name).write_bytes(data)
    if pillow:
        with Image.open(io.BytesIO(data)) as image:
            read = over_white(image)
        assert pixels is None or read.tobytes() == pixels.tobytes(), name
        pixels = read
    pixels.save(HERE / (name + ".ppm"))


def palette(count):
    return [((i * 37) % 256, 255 - i * 255 // max(1, count - 1), (i * 91 + 40) % 256) for i in range(count)]


def index(x, y, count):
    return (x // 2 + 3 * (y // 3) + x * y // 7) % count


class Lzw:
    """Codes as bytes; grow: whether a clear code comes when the table is full, or never."""

    def __init__(self, bits):
        self.bits, self.out, self.filled = bits, 0, 0
        self.clear, self.end = 1 << bits, (1 << bits) + 1

    def put(self, code, width):
        self.out |= code << self.filled
        self.filled += width

    def encode(self, values, first_clear=True, end=True, full="clear", only_single=False):
        table, width = {}, self.bits + 1
        if first_clear:
            self.put(self.clear, width)
        following, string = self.end + 1, ()
        count = 0
        for value in values:
            if string + (value,) in table or len(string + (value,)) == 1:
                string += (value,)
                continue
            self.put(table.get(string, string[0]), width)
            if only_single:
                count += 1
                string = (value,)
                if count == self.clear - 2:
                    self.put(self.clear, width)
                    count = 0
                continue
            if following < 4096:
                table[string + (value,)] = following
                if following == 1 << width:
                    width += 1
                following += 1
            elif full == "clear":
                self.put(self.clear, width)
                table, following, width = {}, self.end + 1, self.bits + 1
            string = (value,)
        self.put(table.get(string, string[0]), width)
        if following == 1 << width and following < 4096:
            width += 1
        if end:
            self.put(self.end, width)
        return self.out.to_bytes((self.filled + 7) // 8, "little")


def blocks(data, length=255, end=True):
    return b"".join(bytes([len(data[i : i + length])]) + data[i : i + length] for i in range(0, len(data), length)) + (b"\0" if end else b"")


def rows(height, interlaced):
    return [y for start, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for y in range(start, height, step)] if interlaced else range(height)


def values(width, height, count, interlaced=False):
    return [index(x, y, count) for y in rows(height, interlaced) for x in range(width)]


def image(left, top, width, height, data, bits, interlaced=False, own=b""):
    flags = (0x40 if interlaced else 0) | (0x80 | (len(own) // 3).bit_length() - 2 if own else 0)
    return b"\x2c" + struct.pack("<4HB", left, top, width, height, flags) + own + bytes([bits]) + data


def control(clear=None, disposal=0):
    return b"\x21\xf9\4" + bytes([disposal << 2 | (clear is not None)]) + b"\0\0" + bytes([clear or 0]) + b"\0"


def gif(width, height, colors, *parts, end=b"\x3b", version=b"GIF89a", background=0):
    flags = 0x80 | (len(colors).bit_length() - 2) if colors else 0
    return version + struct.pack("<2H3B", width, height, flags, background, 0) + packed(colors) + b"".join(parts) + end


def packed(colors):
    return b"".join(bytes(color) for color in colors)


def pixels(width, height, colors, count, canvas=None, at=(0, 0), clear=None):
    out = Image.new("RGB", canvas or (width, height), (255, 255, 255))
    for y in range(height):
        for x in range(width):
            if index(x, y, count) != clear:
                out.putpixel((x + at[0], y + at[1]), colors[index(x, y, count)])
    return out


def coded(bits, width=W, height=H, interlaced=False, **options):
    return Lzw(bits).encode(values(width, height, 1 << bits, interlaced), **options)


# Depths, interlacing, palettes of the file and of the picture.
for bits in range(1, 9):
    colors = palette(1 << bits)
    code = max(2, bits)
    data = Lzw(code).encode(values(W, H, 1 << bits))
    save(f"bits-{bits}.gif", gif(W, H, colors, image(0, 0, W, H, blocks(data), code), version=b"GIF87a"), pixels(W, H, colors, 1 << bits))
    data = Lzw(code).encode(values(W, H, 1 << bits, True))
    save(f"bits-{bits}-interlaced.gif", gif(W, H, colors, image(0, 0, W, H, blocks(data), code, True)), pixels(W, H, colors, 1 << bits))
    save(f"bits-{bits}-own-palette.gif", gif(W, H, palette(256)[::-1], image(0, 0, W, H, blocks(data), code, True, packed(colors))), pixels(W, H, colors, 1 << bits))
for width, height in ((1, 1), (1, 9), (9, 1), (3, 2), (2, 5), (5, 8)):
    for interlaced in (False, True):
        data = coded(4, width, height, interlaced)
        save(f"size-{width}x{height}{'-interlaced' * interlaced}.gif", gif(width, height, palette(16), image(0, 0, width, height, blocks(data), 4, interlaced)), pixels(width, height, palette(16), 16))
grey = [(i, i, i) for i in range(256)]
save("no-palette.gif", gif(W, H, [], image(0, 0, W, H, blocks(coded(8)), 8)), pixels(W, H, grey, 256))
few = palette(16)
save("index-beyond-palette.gif", gif(W, H, few, image(0, 0, W, H, blocks(coded(5)), 5)), pixels(W, H, few + grey[16:32], 32))
save("code-of-more-bits.gif", gif(W, H, few, image(0, 0, W, H, blocks(Lzw(8).encode(values(W, H, 16))), 8)), pixels(W, H, few, 16))

# Compressed data as encoders differ. A large picture fills the table.
few = palette(256)
LARGE = (95, 85)
many = [(x * x + y * 7 + x * y) % 256 for y in range(LARGE[1]) for x in range(LARGE[0])]
expected = Image.new("RGB", LARGE)
expected.putdata([few[v] for v in many])
for name, options in (("clear-when-full", {}), ("never-cleared", {"full": "stay"}), ("without-strings", {"only_single": True})):
    save(f"data-{name}.gif", gif(*LARGE, few, image(0, 0, *LARGE, blocks(Lzw(8).encode(many, **options)), 8)), expected)
one = [5] * (W * H)
save("data-one-colour.gif", gif(W, H, few, image(0, 0, W, H, blocks(Lzw(8).encode(one)), 8)), Image.new("RGB", (W, H), few[5]))
plain = coded(8)
expected = pixels(W, H, few, 256)
save("data-no-first-clear.gif", gif(W, H, few, image(0, 0, W, H, blocks(coded(8, first_clear=False)), 8)), expected, False)
save("data-no-end-code.gif", gif(W, H, few, image(0, 0, W, H, blocks(coded(8, end=False)), 8)), expected)
save("data-single-bytes.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain, 1), 8)), expected)
save("data-blocks-of-7.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain, 7), 8)), expected)
save("data-then-more.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain + b"more of it"), 8)), expected)
save("data-of-more-pixels.gif", gif(W, H, few, image(0, 0, W, H, blocks(coded(8, W, H + 3)), 8)), expected)
save("data-last-block-open.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain, end=False), 8), end=b""), expected)
save("trailer-missing.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain), 8), end=b""), expected)
save("bytes-behind.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain), 8)) + bytes(99), expected)
save("bytes-between.gif", gif(W, H, few, b"\0\0", image(0, 0, W, H, blocks(plain), 8)), expected)
second = image(3, 4, 5, 5, blocks(coded(4, 5, 5)), 4)
save("two-pictures.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain), 8), control(), second), expected)
save("second-picture-cut.gif", gif(W, H, few, image(0, 0, W, H, blocks(plain), 8), control(), second[:14], end=b""), expected)
COMMENT, LOOP, TEXT = b"\x21\xfe" + blocks(b"a comment"), b"\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0", b"\x21\1\x0c" + bytes(12) + blocks(b"plain text")
XMP = b"\x21\xff\x0bXMP DataXMP" + b"<x:xmpmeta/>" + b"\1" + bytes(range(255, -1, -1)) + b"\0"
for name, parts in (("comment", [COMMENT]), ("loop", [LOOP]), ("text", [TEXT]), ("empty-comment", [b"\x21\xfe\0"]), ("unknown", [b"\x21\x77" + blocks(b"unknown")]), ("several", [COMMENT, LOOP, TEXT, COMMENT])):
    save(f"extension-{name}.gif", gif(W, H, few, *parts, image(0, 0, W, H, blocks(plain), 8)), expected)
save("extension-xmp.gif", gif(W, H, few, XMP, image(0, 0, W, H, blocks(plain), 8)), expected, False)

# Transparency, and where the picture lies.
four = palette(16)
data = coded(4)
for interlaced in (False, True):
    data = coded(4, interlaced=interlaced)
    for clear in (0, 3, 15):
        save(f"clear-{clear}{'-interlaced' * interlaced}.gif", gif(W, H, four, control(clear), image(0, 0, W, H, blocks(data), 4, interlaced)), pixels(W, H, four, 16, clear=clear))
data = coded(4)
save("clear-200-of-16.gif", gif(W, H, four, control(200), image(0, 0, W, H, blocks(data), 4)), pixels(W, H, four, 16), False)
save("control-twice.gif", gif(W, H, four, control(3), COMMENT, control(5), image(0, 0, W, H, blocks(data), 4)), pixels(W, H, four, 16, clear=5))
save("control-then-none.gif", gif(W, H, four, control(3), control(), image(0, 0, W, H, blocks(data), 4)), pixels(W, H, four, 16), False)
for name, canvas, at in (("middle", (40, 30), (10, 8)), ("corner", (40, 30), (15, 13)), ("above", (25, 40), (0, 0)), ("beyond", (30, 20), (15, 10)), ("outside", (20, 10), (30, 15)), ("no-canvas", (0, 0), (0, 0)), ("no-canvas-offset", (0, 0), (4, 3)), ("small-canvas", (10, 10), (0, 0))):
    size = (max(canvas[0], at[0] + W), max(canvas[1], at[1] + H))
    for clear in (None, 3):
        for background in (0, 7) if name == "middle" else (0,):
            name_of = f"place-{name}{'-clear' * (clear is not None)}{'-background' * bool(background)}.gif"
            data_of = gif(*canvas, four, control(clear), image(*at, W, H, blocks(data), 4), background=background)
            save(name_of, data_of, pixels(W, H, four, 16, size, at, clear), False)

# By programs.
sticker = Image.new("RGBA", (40, 32), (0, 0, 0, 0))
draw = ImageDraw.Draw(sticker)
draw.ellipse((12, 8, 30, 26), (220, 40, 50, 255), (30, 60, 200, 255), 3)
turned = sticker.rotate(90, center=(21, 17))
photo = Image.new("RGB", (40, 32))
photo.putdata([(60 + 2 * x, 40 + 4 * y, (x * y) % 256) for y in range(32) for x in range(40)])
for name, made, options in (("photo", photo, {}), ("photo-interlaced", photo, {"interlace": 1}), ("grey", photo.convert("L"), {}), ("two", photo.convert("1"), {}), ("palette", photo.quantize(20), {}), ("sticker", sticker, {}), ("animated", photo, {"save_all": True, "append_images": [photo.rotate(180)], "duration": 50, "loop": 0}), ("sticker-animated", sticker, {"save_all": True, "append_images": [turned], "disposal": 2, "duration": 50})):
    out = io.BytesIO()
    made.save(out, "GIF", **options)
    save(f"pillow-{name}.gif", out.getvalue())


def run(*command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


frames = b""
for frame in (sticker, turned):
    out = io.BytesIO()
    frame.save(out, "PNG")
    (HERE / f"frame{len(frames)}.png").write_bytes(out.getvalue())
    frames += b"x"
files = [str(HERE / "frame0.png"), str(HERE / "frame1.png")]
made = run("convert", "-dispose", "background", *files, "gif:-", data=b"")
save("imagemagick-sticker.gif", made, over_white(sticker), False)
made = run("convert", "-dispose", "background", *files, "-layers", "Optimize", "gif:-", data=b"")
save("imagemagick-sticker-optimised.gif", made, over_white(sticker), False)
made = run("convert", "-dispose", "background", *files, "-layers", "TrimBounds", "-interlace", "GIF", "gif:-", data=b"")
save("imagemagick-sticker-trimmed.gif", made)
save("gifsicle-sticker.gif", run("gifsicle", "--crop-transparency", "-O3", data=run("convert", files[0], "gif:-", data=b"")), pillow=True)
save("gifsicle-interlaced.gif", run("gifsicle", "--interlace", "-O3", data=(HERE / "pillow-animated.gif").read_bytes()))
for file in files:
    Path(file).unlink()
