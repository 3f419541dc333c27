"""What a class from five photos is worth, and what it costs: each class left out once.

    add_class.py DATA OUT [DRAWS [IMAGES [OPTION...]]]

DATA has `train` and `test` with a folder of images for each class. For each class a network is trained
on all others, by `fovea train` with the options (such as --recipe speedrun), then learns the class
from five training images, DRAWS (20) times, and is judged on the first IMAGES (1000) test images of
each class. OUT keeps the runs, so that it goes on where it was interrupted, and results.jsonl.
"""
import json
import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

PHOTOS = 5
FOVEA = Path(__file__).resolve().parents[2] / "fovea"


def fovea(*arguments):
    done = subprocess.run([FOVEA, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def without(data, name, out):
    """DATA but for one class, by links."""
    for split in ("train", "test"):
        (out / split).mkdir(parents=True, exist_ok=True)
        for folder in sorted((data / split).iterdir()):
            link = out / split / folder.name
            if folder.name != name and not link.exists():
                os.symlink(folder.resolve(), link)
    return out


def judged_on(data, images, out):
    """The first test images of each class, by links."""
    for folder in (data / "test").iterdir():
        of = out / "test" / folder.name
        of.mkdir(parents=True, exist_ok=True)
        for image in sorted(folder.iterdir())[:images]:
            if not (of / image.name).exists():
                os.symlink(image.resolve(), of / image.name)
    return out


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    draws = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    tested = int(sys.argv[4]) if len(sys.argv) > 4 else 1000
    options = sys.argv[5:]
    judged = judged_on(data, tested, out / "judged")
    results = out / "results.jsonl"
    results.touch()
    done = {(r["class"], r["draw"]) for r in map(json.loads, results.read_text().splitlines())}
    for name in sorted(folder.name for folder in (data / "train").iterdir()):
        run = out / f"without-{name}"
        if not (run / "result.json").exists():
            others = without(data, name, out / "data" / name)
            fovea("train", "--data", others, "--out", run, *options)
        images = sorted((data / "train" / name).iterdir())
        for draw in range(draws):
            if (name, draw) in done:
                continue
            photos = random.Random(f"{name} {draw}").sample(images, PHOTOS)
            model = out / f"{name}-{draw}.safetensors"
            model.unlink(missing_ok=True)
            report = json.loads(
                fovea(
                    "fewshot", "add-class", run, *photos, "--name", name, "--out", model,
                    "--data", judged, "--json",
                )
            )
            model.unlink()
            with results.open("a") as file:
                file.write(json.dumps({"class": name, "draw": draw, **report}) + "\n")
    rows = [json.loads(line) for line in results.read_text().splitlines()]
    for name in [*sorted({row["class"] for row in rows}), None]:
        some = [row for row in rows if name in (None, row["class"])]

        def mean(figure):
            return statistics.mean(figure(row) for row in some)

        print(
            f"{name or 'all':12} new {100 * mean(lambda r: r['cost']['recognised']):6.2f} %"
            f"  others {100 * mean(lambda r: r['cost']['before']):6.2f} %"
            f" -> {100 * mean(lambda r: r['cost']['after']):6.2f} %"
            f"  {mean(lambda r: r['seconds']):5.2f} s"
        )


if __name__ == "__main__":
    main()
