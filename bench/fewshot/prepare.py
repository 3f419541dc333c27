"""Class folders for few-shot learning: `base` to train on, `new` to evaluate on, and `validation`.

    prepare.py omniglot SMALL1.zip SMALL2.zip OUT
    prepare.py cifar-fs CIFAR-100-FOLDER OUT

Omniglot: the characters of the first archive, each also turned by 90, 180 and 270 degrees, which are
other characters (Vinyals et al. 2016), against those of the alphabets that only the second one has;
drawings are scaled to 28 x 28. CIFAR-FS: the division of Bertinetto et al. 2019 of CIFAR-100's
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


def drawings(archive):
    """Alphabet, character, file name and bytes of each drawing."""
    with zipfile.ZipFile(archive) as files:
        for name in sorted(files.namelist()):
            if name.endswith(".png"):
                _, alphabet, character, file = name.split("/")
                yield alphabet, character, file, files.read(name)


def omniglot(first, second, out):
    from PIL import Image

    known = {alphabet for alphabet, *_ in drawings(first)}
    for archive, part, turns in ((first, "base", (0, 90, 180, 270)), (second, "new", (0,))):
        for alphabet, character, file, data in drawings(archive):
            if part == "new" and alphabet in known:
                continue
            image = Image.open(io.BytesIO(data)).convert("L").resize((SIDE, SIDE), Image.LANCZOS)
            for turn in turns:
                name = f"{alphabet}-{character}" + (f"-{turn}" if turn else "")
                folder = out / part / name
                folder.mkdir(parents=True, exist_ok=True)
                image.rotate(turn).save(folder / file)


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
    {"omniglot": omniglot, "cifar-fs": cifar_fs}[what](*paths)
    for part in sorted(paths[-1].iterdir()):
        images = sum(1 for _ in part.glob("*/*.png"))
        print(f"{part}: {len(list(part.iterdir()))} classes, {images} images")


if __name__ == "__main__":
    main()
