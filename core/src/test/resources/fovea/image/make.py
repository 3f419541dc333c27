"""Makes the images of this folder: python3 make.py (Debian's python3-pil; last run with Pillow 9.4)."""
from PIL import Image

W, H = 12, 8
rgb = Image.new("RGB", (W, H))
rgb.putdata([(20 * x, 30 * y, 10 * (x + y)) for y in range(H) for x in range(W)])
ink = Image.new("CMYK", (W, H))
ink.putdata([(20 * x, 30 * y, 10 * (x + y), 5 * x) for y in range(H) for x in range(W)])


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


# Inverted, as Adobe's programs write it, with an Adobe segment.
ink.save("cmyk.jpg", quality=100, subsampling=0)
rgb.save("lossless.webp", lossless=True)
rgb.save("lossy.webp", quality=95)
rgb.save("orientation-6.webp", lossless=True, exif=exif(6))
clear = rgb.convert("RGBA")
clear.putalpha(Image.frombytes("L", (W, H), bytes(255 if i < W * H // 2 else 51 for i in range(W * H))))
clear.save("alpha.webp", lossless=True, exact=True)
rgb.save("two-pictures.webp", lossless=True, save_all=True, append_images=[rgb.rotate(180)])


def ycck(pixel):
    """The same inks as YCCK: luma and chroma of the inks, as they are inverted twice; inverted for Pillow."""
    r, g, b, k = pixel
    luma = 0.299 * r + 0.587 * g + 0.114 * b
    blue, red = 128 + (b - luma) / 1.772, 128 + (r - luma) / 1.402
    return tuple(255 - max(0, min(255, round(v))) for v in (luma, blue, red)) + (k,)


inks = Image.new("CMYK", (W, H))
inks.putdata([ycck(p) for p in ink.getdata()])
inks.save("ycck.jpg", quality=100, subsampling=0)
# Pillow writes four components as they are; the last byte of the Adobe segment says which they are.
with open("ycck.jpg", "r+b") as file:
    at = file.read().index(b"Adobe") + 11
    file.seek(at)
    file.write(b"\2")
