"""Makes the JPEG files of this folder, and beside each what Pillow reads from it: python3 make.py

Needs Debian's python3-pil, libjpeg-turbo-progs (cjpeg) and imagemagick; last run with Pillow 9.4 on libjpeg-turbo
2.1.5 and ImageMagick 6.9. Pillow turns inks into colours as Fovea does, (255 - ink)(255 - black) / 255, and ignores
colour profiles: the only one that is put in here and that can be read is sRGB, which changes nothing.
"""
import io
import math
import subprocess
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

HERE = Path(__file__).parent
SOI, EOI = b"\xff\xd8", b"\xff\xd9"


def picture(width, height):
    """Smooth, with colourful edges: a red disc, a blue bar."""
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            pixel = (60 + 150 * x // width, 40 + 170 * y // height, 128 + int(90 * math.sin((x + y) / 9)))
            if (x - width * 0.3) ** 2 + (y - height * 0.4) ** 2 < (height * 0.25) ** 2:
                pixel = (220, 40, 50)
            if 0.7 < x / width < 0.85:
                pixel = (30, 60, 200)
            image.putpixel((x, y), pixel)
    return image


def save(name, data, like=None):
    """Like: other bytes for Pillow, where it refuses what libjpeg and browsers read."""
    (HERE / name).write_bytes(data)
    with Image.open(io.BytesIO(like or data)) as image:
        ImageOps.exif_transpose(image).convert("RGB").save(HERE / (name + ".ppm"))


def pillow(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **{"quality": 90, **options})
    return out.getvalue()


def cjpeg(image, *options):
    out = io.BytesIO()
    image.save(out, "PPM")
    return subprocess.run(["cjpeg", *options], input=out.getvalue(), stdout=subprocess.PIPE, check=True).stdout


def convert(image, *options):
    out = io.BytesIO()
    image.save(out, "PPM")
    return subprocess.run(
        ["convert", "ppm:-", *options, "jpg:-"], input=out.getvalue(), stdout=subprocess.PIPE, check=True
    ).stdout


def segments(data):
    """The markers and contents up to the scan, and the rest."""
    at, found = 2, []
    while data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        found.append((data[at + 1], data[at + 4 : at + 2 + length]))
        at += 2 + length
    return found, data[at:]


def join(found, rest, between=b""):
    return SOI + b"".join(segment(*pair) + between for pair in found) + rest


def segment(marker, content):
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def without(data, *markers):
    found, rest = segments(data)
    return join([pair for pair in found if pair[0] not in markers], rest)


def plus(data, *added):
    """With segments put in before the others."""
    found, rest = segments(data)
    return join([*added, *found], rest)


def with_ids(data, ids):
    """With other names for the components, in frame and scans."""
    found, rest = segments(data)
    old = []
    for i, (marker, content) in enumerate(found):
        if 0xC0 <= marker <= 0xC2:
            content = bytearray(content)
            for c, name in enumerate(ids):
                old.append(content[6 + 3 * c])
                content[6 + 3 * c] = name
            found[i] = (marker, bytes(content))
    rest = bytearray(rest)
    at = rest.find(b"\xff\xda")
    while at >= 0:
        for c in range(rest[at + 4]):
            rest[at + 5 + 2 * c] = ids[old.index(rest[at + 5 + 2 * c])]
        at = rest.find(b"\xff\xda", at + 2)
    return join(found, bytes(rest))


def adobe(transform):
    return 0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([transform])


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return 0xE1, block.tobytes()


def profile(data, number=1, of=1):
    return 0xE2, b"ICC_PROFILE\0" + bytes([number, of]) + data


plain = picture(32, 22)
odd = picture(29, 19)
grey = plain.convert("L")
JFIF = segments(pillow(plain))[0][0]

# Sampling, processes, restarts, tables, sizes.
for first in ("1x1", "2x1", "1x2", "2x2", "4x1", "4x2", "1x4", "2x4", "2x2,1x2,1x2", "2x2,2x1,2x1", "2x2,2x1,1x2", "2x2,1x1,2x2", "1x1,2x1,1x2"):
    name = first.replace(",", "-")
    for kind, options in (("base", []), ("progressive", ["-progressive"])):
        save(f"{kind}-{name}.jpg", cjpeg(odd, "-quality", "90", "-sample", first, *options))
save("restart-blocks.jpg", cjpeg(odd, "-restart", "1B"))
save("restart-rows-progressive.jpg", cjpeg(odd, "-restart", "1", "-progressive"))
save("optimised.jpg", cjpeg(odd, "-optimize", "-quality", "60"))
save("quality-10.jpg", cjpeg(odd, "-quality", "10"))
save("quality-1-wide-tables.jpg", cjpeg(odd, "-quality", "1"))
save("quality-100.jpg", cjpeg(odd, "-quality", "100", "-sample", "1x1"))
save("cjpeg-grey.jpg", cjpeg(odd, "-grayscale"))
save("cjpeg-rgb.jpg", cjpeg(odd, "-rgb"))
save("grey.jpg", pillow(grey))
save("grey-progressive.jpg", pillow(grey, progressive=True))
save("imagemagick.jpg", convert(odd, "-quality", "85"))
save("imagemagick-progressive.jpg", convert(odd, "-quality", "85", "-interlace", "JPEG", "-sampling-factor", "4:2:2"))
for size in ((1, 1), (7, 5), (8, 8), (17, 33), (3, 50)):
    save("size-%dx%d.jpg" % size, pillow(picture(*size)))

# Grey whose one component has factors of its own, which mean nothing.
found, rest = segments(pillow(grey))
found = [(m, c[:7] + b"\x22" + c[8:] if m == 0xC0 else c) for m, c in found]
save("grey-2x2.jpg", join(found, rest))

# Which colours the components are.
full = without(pillow(plain, subsampling=0), 0xE0)
half = without(pillow(plain, subsampling=2), 0xE0)
for name, ids in (("012", b"\0\1\2"), ("123", b"\1\2\3"), ("345", b"\3\4\5"), ("rgb", b"rgb"), ("YCc", b"YCc"), ("RGA", b"RGA")):
    save(f"ids-{name}.jpg", with_ids(full, ids))
    save(f"ids-{name}-half.jpg", with_ids(half, ids))
    save(f"ids-{name}-exif.jpg", plus(with_ids(full, ids), exif(1)))
    save(f"ids-{name}-adobe.jpg", plus(with_ids(full, ids), adobe(1)))
save("ids-012-progressive.jpg", with_ids(without(pillow(plain, progressive=True), 0xE0), b"\0\1\2"))
red_green_blue = without(cjpeg(plain, "-rgb"), 0xEE)
save("ids-RGB.jpg", with_ids(red_green_blue, b"RGB"))
save("ids-RGB-but-jfif.jpg", plus(with_ids(full, b"RGB"), JFIF))
save("adobe-0.jpg", plus(with_ids(red_green_blue, b"\1\2\3"), adobe(0)))
save("adobe-0-but-jfif.jpg", plus(full, JFIF, adobe(0)))
save("adobe-0-then-jfif.jpg", plus(full, adobe(0), JFIF))
save("adobe-2-of-three.jpg", plus(full, adobe(2)))
save("adobe-cut-short.jpg", plus(full, (0xEE, b"Adobe\0\x64")))
save("jfif-cut-short.jpg", plus(with_ids(full, b"\0\1\2"), (0xE0, b"JFIF\0\1\1")))

# Inks. Pillow writes an Adobe segment, and the four components as they are.
ink = Image.merge("CMYK", [*(Image.eval(band, lambda v: 255 - v) for band in odd.split()), Image.new("L", odd.size, 30)])
cmyk = pillow(ink, subsampling=0)
save("cmyk.jpg", cmyk)
save("cmyk-progressive.jpg", pillow(ink, progressive=True))
save("cmyk-without-adobe.jpg", without(cmyk, 0xEE))
save("cmyk-without-adobe-ids-CMYK.jpg", with_ids(without(cmyk, 0xEE), b"CMYK"))
save("cmyk-with-jfif.jpg", plus(cmyk, JFIF))
save("ycck.jpg", convert(odd, "-colorspace", "CMYK", "-quality", "90"))
luma = Image.merge("CMYK", [*odd.convert("YCbCr").split(), Image.new("L", odd.size, 30)])
save("ycck-half.jpg", plus(without(pillow(luma, subsampling=2), 0xEE), adobe(2)))
save("ycck-unknown-transform.jpg", plus(without(pillow(luma), 0xEE), adobe(1)))

# What lies between, before and behind the segments.
data = plus(pillow(plain), exif(6))
found, rest = segments(data)
save("zeros-between.jpg", join(found, rest, b"\0\0\0"))
save("text-between.jpg", join(found, rest, b"Some program's own words"))
save("fill-between.jpg", join(found, rest, b"\xff\xff\xff"))
save("escaped-between.jpg", join(found, rest, b"\xff\x00\xff\x00"))
save("restart-between.jpg", join(found, rest, b"\xff\xd0\xff\x01"), like=data)
save("ids-012-zeros-between.jpg", join(*segments(with_ids(full, b"\0\1\2")), b"\0\0"))
save("exif-late.jpg", join(found[1:] + found[:1], rest))
save("exif-twice.jpg", plus(data, exif(8)))
save("exif-with-thumbnail.jpg", plus(pillow(plain), (0xE1, b"Exif\0\0" + b"MM\0*\0\0\0\x08\0\0\0\0\0\0" + pillow(picture(16, 12)))))
save("exif-cut-short.jpg", plus(pillow(plain), (0xE1, b"Exif\0\0MM\0*\0\0")), like=pillow(plain))
save("jfif-thumbnail.jpg", plus(pillow(plain), (0xE0, b"JFXX\0\x10" + pillow(picture(8, 6)))))
save("comment-empty.jpg", plus(pillow(plain), (0xFE, b"")))
save("bytes-behind.jpg", pillow(plain) + b"\0" * 500 + b"trailer")
save("video-behind.jpg", pillow(plain) + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 4)
save("two-pictures.jpg", pillow(plain) + pillow(picture(20, 14)))
out = io.BytesIO()
plain.save(out, "MPO", save_all=True, append_images=[picture(20, 14)], quality=90)
save("multi-picture.jpg", out.getvalue())
progressive = pillow(plain, progressive=True)
found, rest = segments(progressive)
at = rest.find(b"\xff\xc4")
save("progressive-bytes-between-scans.jpg", join(found, rest[:at] + b"\0\0" + segment(0xFE, b"comment") + rest[at:]))
save("tables-behind-frame.jpg", join(sorted(segments(pillow(plain))[0], key=lambda s: (s[0] == 0xDB, s[0] == 0xC4)), segments(pillow(plain))[1]))
save("no-end-of-block-run.jpg", pillow(Image.new("RGB", (32, 22), (90, 160, 30)), progressive=True))

# Colour profiles: the same as without, and such as no program can use.
srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
third = len(srgb) // 3
parts = [srgb[:third], srgb[third : 2 * third], srgb[2 * third :]]
save("profile-srgb.jpg", plus(pillow(plain), profile(srgb)))
save("profile-srgb-grey.jpg", plus(pillow(grey), profile(srgb)))
save("profile-srgb-inks.jpg", plus(cmyk, profile(srgb)))
save("profile-srgb-ids-012.jpg", plus(with_ids(full, b"\0\1\2"), profile(srgb)))
save("profile-in-parts.jpg", plus(pillow(plain), *(profile(p, i + 1, 3) for i, p in enumerate(parts))))
save("profile-in-parts-shuffled.jpg", plus(pillow(plain), *(profile(parts[i], i + 1, 3) for i in (2, 0, 1))))
save("profile-lacks-part.jpg", plus(pillow(plain), profile(parts[0], 1, 3), profile(parts[2], 3, 3)))
save("profile-part-0.jpg", plus(pillow(plain), profile(srgb, 0, 0)))
save("profile-part-twice.jpg", plus(pillow(plain), profile(srgb), profile(srgb)))
save("profile-cut-short.jpg", plus(pillow(plain), profile(srgb[:200])))
save("profile-half.jpg", plus(pillow(plain), profile(srgb[: len(srgb) // 2])))
save("profile-empty.jpg", plus(pillow(plain), profile(b"")))
save("profile-zeros.jpg", plus(pillow(plain), profile(bytes(500))))
save("profile-text.jpg", plus(pillow(plain), profile(b"not a profile" * 40)))
save("profile-tags-zeroed.jpg", plus(pillow(plain), profile(srgb[:128] + bytes(len(srgb) - 128))))
save("profile-offsets-wild.jpg", plus(pillow(plain), profile(srgb[:132] + b"\xff" * (len(srgb) - 132))))
save("profile-of-lab.jpg", plus(pillow(plain), profile(lab)))
save("profile-says-grey.jpg", plus(pillow(plain), profile(srgb[:16] + b"GRAY" + srgb[20:])))
save("profile-says-inks.jpg", plus(pillow(plain), profile(srgb[:16] + b"CMYK" + srgb[20:])))
save("profile-says-link.jpg", plus(pillow(plain), profile(srgb[:12] + b"link" + srgb[16:])))
save("profile-says-rgb-inks.jpg", plus(cmyk, profile(srgb[:16] + b"CMYK" + srgb[20:])))
