"""Class folders for few-shot learning: `base` to train on, `new` to evaluate on, and `validation`.

    prepare.py omniglot SMALL1.zip SMALL2.zip OUT
    prepare.py omniglot-validation SMALL1.zip OUT
    prepare.py cifar-fs CIFAR-100-FOLDER OUT

Omniglot: the characters of the first archive, each also turned by 90, 180 and 270 degrees (Vinyals
et al. 2016) and mirrored, which are other characters, against those of the alphabets that only the
second one has; drawings are scaled to 28 x 28, white on black. With `omniglot-validation`, which
needs no second archive, two alphabets of the first are held out instead, to choose settings by.
CIFAR-FS: the division of Bertinetto et al. 2019 of CIFAR-100's
classes, all 600 images of each; the folder has `train` and `test` with a folder for each class.
Needs Pillow for Omniglot.
"""
import io
import shutil
import sys
import zipfile
from pathlib import Path

NEW = (
    "baby bed bicycle chimpanzee fox leopard man pickup_truck plain poppy rocket rose snail"
    " sweet_pepper table telephone wardrobe whale woman worm"
).split()
VALIDATION = (
    "otter motorcycle television lamp crocodile shark butterfly beaver beetle tractor flatfish"
    " maple_tree camel crab sea cattle"
).split()
SIDE = 28
HELD_OUT = {"Early_Aramaic", "Greek"}


def drawings(archive):
    """Alphabet, character, file name and bytes of each drawing."""
    with zipfile.ZipFile(archive) as files:
        for name in sorted(files.namelist()):
            if name.endswith(".png"):
                _, alphabet, character, file = name.split("/")
                yield alphabet, character, file, files.read(name)


def omniglot(first, second, out):
    known = {alphabet for alphabet, *_ in drawings(first)}
    for drawing in drawings(first):
        write_turned(*drawing, out / "base")
    for alphabet, *drawing in drawings(second):
        if alphabet not in known:
            write(alphabet, *drawing, out / "new")


def omniglot_validation(archive, out):
    for alphabet, *drawing in drawings(archive):
        if alphabet in HELD_OUT:
            write(alphabet, *drawing, out / "new")
        else:
            write_turned(alphabet, *drawing, out / "base")


def write(alphabet, character, file, data, out, change=lambda image: image, suffix=""):
    from PIL import Image, ImageOps

    folder = out / f"{alphabet}-{character}{suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    image = change(ImageOps.invert(Image.open(io.BytesIO(data)).convert("L")))
    image.resize((SIDE, SIDE), Image.LANCZOS).save(folder / file)


def write_turned(alphabet, character, file, data, out):
    """Eight characters: turned four ways, as it is and mirrored."""
    from PIL import ImageOps

    for turn in (0, 90, 180, 270):
        suffix = f"-{turn}" if turn else ""
        turned = lambda image: image.rotate(turn)
        write(alphabet, character, file, data, out, turned, suffix)
        mirrored = lambda image: ImageOps.mirror(image).rotate(turn)
        write(alphabet, character, file, data, out, mirrored, "-mirrored" + suffix)


def cifar_fs(cifar, out):
    classes = sorted(folder.name for folder in (cifar / "train").iterdir() if folder.is_dir())
    assert len(classes) == 100 and set(NEW + VALIDATION) <= set(classes), classes
    for name in classes:
        part = "new" if name in NEW else "validation" if name in VALIDATION else "base"
        folder = out / part / name
        folder.mkdir(parents=True)
        for split in ("train", "test"):
            for file in sorted((cifar / split / name).iterdir()):
                shutil.copyfile(file, folder / f"{split}-{file.name}")


def main():
    what, *paths = sys.argv[1:]
    paths = [Path(path) for path in paths]
    if paths[-1].exists():
        sys.exit(f"{paths[-1]}: exists already; name a folder that doesn't")
    prepare = {
        "omniglot": omniglot,
        "omniglot-validation": omniglot_validation,
        "cifar-fs": cifar_fs,
    }
    prepare[what](*paths)
    for part in sorted(paths[-1].iterdir()):
        images = sum(1 for _ in part.glob("*/*.png"))
        print(f"{part}: {len(list(part.iterdir()))} classes, {images} images")


if __name__ == "__main__":
    main()
