"""Makes the WebP files of this folder, and beside each what libwebp reads from it: python3 make.py

Needs Debian's webp and python3-pil; last run with libwebp 1.2.4 and Pillow 9.4. Opaque files were read by dwebp, without the
dithering that it adds on its own; those with opacity by Pillow, and laid over white.
"""
import struct
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent


def picture(w, h):
    """Gradients, and rectangles of full colours with hard edges."""
    random = np.random.RandomState(1000 * w + h)
    y, x = np.mgrid[0:h, 0:w]
    a = np.stack([x * 255 // max(1, w - 1), y * 255 // max(1, h - 1), (x + y) * 255 // max(1, w + h - 2)], 2)
    for _ in range(8):
        x0, y0 = random.randint(0, w), random.randint(0, h)
        a[y0 : y0 + random.randint(1, max(2, h // 3)), x0 : x0 + random.randint(1, max(2, w // 3))] = random.randint(0, 2, 3) * 255
    return a.astype(np.uint8)


def opacity(w, h):
    y, x = np.mgrid[0:h, 0:w]
    return ((6 * x + 2 * y) % 256).astype(np.uint8)


def write_ppm(name, rgb):
    header = b"P6\n%d %d\n255\n" % (rgb.shape[1], rgb.shape[0])
    (HERE / (name + ".ppm")).write_bytes(header + rgb.astype(np.uint8).tobytes())


def over_white(rgba):
    a = rgba[..., 3:].astype(int)
    return (rgba[..., :3] * a + 255 * (255 - a) + 127) // 255


def read_by_dwebp(name):
    subprocess.run(["dwebp", "-quiet", "-nodither", HERE / name, "-ppm", "-o", HERE / (name + ".ppm")], check=True)


def read_by_pillow(name):
    write_ppm(name, over_white(np.array(Image.open(HERE / name).convert("RGBA"))))


def cwebp(name, image, *options):
    source = HERE / "source.png"
    Image.fromarray(image).save(source)
    subprocess.run(["cwebp", "-quiet", *options, source, "-o", HERE / name], check=True)
    source.unlink()


OPAQUE = {
    "default": [],
    "q0": ["-q", "0"],
    "q5": ["-q", "5"],
    "q100": ["-q", "100"],
    "filter-none": ["-q", "50", "-f", "0"],
    "filter-full": ["-q", "50", "-f", "100"],
    "filter-simple": ["-q", "30", "-f", "60", "-nostrong"],
    "filter-auto": ["-q", "40", "-af"],
    "sharpness-3": ["-q", "30", "-f", "60", "-sharpness", "3"],
    "sharpness-7": ["-q", "30", "-f", "80", "-sharpness", "7"],
    "segments-1": ["-q", "40", "-segments", "1"],
    "segments-2": ["-q", "40", "-segments", "2"],
    "segments-4": ["-q", "20", "-segments", "4", "-sns", "90", "-f", "90"],
    "sns-0": ["-q", "40", "-sns", "0"],
    "sns-100": ["-q", "40", "-sns", "100"],
    "method-0": ["-m", "0"],
    "method-1": ["-m", "1"],
    "method-6": ["-m", "6"],
    "partition-limit": ["-partition_limit", "100"],
    "sharp-yuv": ["-sharp_yuv"],
    "drawing": ["-preset", "drawing"],
    "icon": ["-preset", "icon"],
    "photo": ["-preset", "photo"],
    "text": ["-preset", "text"],
    "jpeg-like": ["-jpeg_like"],
    "size": ["-size", "500", "-pass", "4"],
    "lossless": ["-lossless"],
    "lossless-fast": ["-lossless", "-m", "0"],
    "lossless-z9": ["-z", "9"],
    "near-lossless": ["-near_lossless", "40"],
}
for name, options in OPAQUE.items():
    file = f"40x28-{name}.webp"
    cwebp(file, picture(40, 28), *options)
    read_by_dwebp(file)
for w, h in [(1, 1), (2, 1), (1, 2), (3, 3), (15, 33), (16, 16), (17, 17), (41, 29), (24, 330), (330, 24)]:
    for name, options in {"lossy": ["-q", "40"], "lossless": ["-z", "9"]}.items():
        file = f"{w}x{h}-{name}.webp"
        cwebp(file, picture(w, h), *options)
        read_by_dwebp(file)
for colours in [2, 4, 16, 200]:
    file = f"palette-{colours}.webp"
    cwebp(file, np.array(Image.fromarray(picture(41, 29)).quantize(colours).convert("RGB")), "-lossless")
    read_by_dwebp(file)
noise = np.random.RandomState(5).randint(0, 256, (48, 40, 3)).astype(np.uint8)
for name, options in {"lossy": ["-q", "60"], "lossless": ["-lossless"]}.items():
    cwebp(f"noise-{name}.webp", noise, *options)
    read_by_dwebp(f"noise-{name}.webp")

clear = np.dstack([picture(41, 29), opacity(41, 29)])
ALPHA = {
    "default": [],
    "plain": ["-alpha_method", "0"],
    "plain-best": ["-alpha_method", "0", "-alpha_filter", "best"],
    "none": ["-alpha_filter", "none"],
    "fast": ["-alpha_filter", "fast"],
    "best": ["-alpha_filter", "best"],
    "levels": ["-alpha_q", "20"],
    "exact": ["-exact"],
    "lossless": ["-lossless"],
    "lossless-exact": ["-lossless", "-exact"],
}
for name, options in ALPHA.items():
    cwebp(f"alpha-{name}.webp", clear, *options)
    read_by_pillow(f"alpha-{name}.webp")


def chunk(kind, content):
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)


def chunks(file):
    found, at = {}, 12
    while at + 8 <= len(file):
        length = struct.unpack("<I", file[at + 4 : at + 8])[0]
        found[file[at : at + 4]] = file[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)
    return found


def riff(*content):
    body = b"WEBP" + b"".join(content)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def size(w, h):
    return struct.pack("<I", w - 1)[:3] + struct.pack("<I", h - 1)[:3]


def extended(w, h, flags, *content):
    return riff(chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size(w, h)), *content)


def filtered(alpha, kind):
    """1: to the left, 2: to above, 3: gradient."""
    a = alpha.astype(int)
    left = np.zeros_like(a)
    left[:, 1:] = a[:, :-1]
    left[1:, 0] = a[:-1, 0]
    above = np.zeros_like(a)
    above[1:] = a[:-1]
    above[0, 1:] = a[0, :-1]
    gradient = left.copy()
    gradient[1:, 1:] = np.clip(a[1:, :-1] + a[:-1, 1:] - a[:-1, :-1], 0, 255)
    return ((a - [0 * a, left, above, gradient][kind]) % 256).astype(np.uint8).tobytes()


lossy = chunks((HERE / "alpha-default.webp").read_bytes())[b"VP8 "]
compressed = chunks((HERE / "alpha-default.webp").read_bytes())[b"ALPH"]
lossless = chunks((HERE / "alpha-lossless.webp").read_bytes())[b"VP8L"]
for kind, name in enumerate(["none", "left", "above", "gradient"]):
    plain = bytes([kind << 2]) + filtered(opacity(41, 29), kind)
    (HERE / f"alpha-by-hand-{name}.webp").write_bytes(extended(41, 29, 16, chunk(b"ALPH", plain), chunk(b"VP8 ", lossy)))
    read_by_pillow(f"alpha-by-hand-{name}.webp")


def frame(x, y, w, h, *content):
    return chunk(b"ANMF", struct.pack("<I", x // 2)[:3] + struct.pack("<I", y // 2)[:3] + size(w, h) + bytes([100, 0, 0, 0]) + b"".join(content))


anim = chunk(b"ANIM", struct.pack("<IH", 0xFF0000FF, 0))
second = frame(0, 0, 41, 29, chunk(b"VP8 ", lossy))
ANIMATED = {
    "lossy": frame(10, 6, 41, 29, chunk(b"ALPH", compressed), chunk(b"VP8 ", lossy)),
    "lossless": frame(18, 30, 41, 29, chunk(b"VP8L", lossless)),
    "plain-alpha": frame(0, 2, 41, 29, chunk(b"ALPH", bytes([0]) + opacity(41, 29).tobytes()), chunk(b"VP8 ", lossy)),
    "opaque": frame(2, 0, 41, 29, chunk(b"VP8 ", lossy)),
}
for name, first in ANIMATED.items():
    (HERE / f"animated-by-hand-{name}.webp").write_bytes(extended(80, 60, 18, anim, first, second))
    read_by_pillow(f"animated-by-hand-{name}.webp")
canvas = Image.new("RGBA", (60, 44), (0, 0, 0, 0))
sticker = Image.fromarray(np.dstack([picture(20, 14), np.full((14, 20), 255, np.uint8)]))
first, then = canvas.copy(), canvas.copy()
first.paste(sticker, (21, 17))
then.paste(sticker, (3, 4))
for name, options in {"lossy": {"quality": 80}, "lossless": {"lossless": True}, "mixed": {"allow_mixed": True}}.items():
    first.save(HERE / f"animated-{name}.webp", save_all=True, append_images=[then], **options)
    read_by_pillow(f"animated-{name}.webp")

plain = chunks((HERE / "40x28-default.webp").read_bytes())[b"VP8 "]
ODD = {
    "trailing": riff(chunk(b"VP8 ", plain)) + b"left over" * 7,
    "unknown-chunk": extended(40, 28, 0, chunk(b"abcd", b"12345"), chunk(b"VP8 ", plain)),
    "profile-zeros": extended(40, 28, 32, chunk(b"ICCP", b"\0" * 200), chunk(b"VP8 ", plain)),
    "profile-empty": extended(40, 28, 32, chunk(b"ICCP", b""), chunk(b"VP8 ", plain)),
    "profile-missing": extended(40, 28, 32, chunk(b"VP8 ", plain)),
    "alpha-missing": extended(40, 28, 16, chunk(b"VP8 ", plain)),
    "reserved-flags": extended(40, 28, 0xC1, chunk(b"VP8 ", plain)),
}
for name, file in ODD.items():
    (HERE / f"odd-{name}.webp").write_bytes(file)
    read_by_dwebp(f"odd-{name}.webp")
