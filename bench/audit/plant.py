"""Plants altered copies and wrong labels in CIFAR-10, for `fovea data audit` to find.

    plant.py CIFAR-10-BATCHES-BIN OUT [SEED]

OUT gets the batches, in the same layout, and truth.json: the planted copies as pairs of names and
the names of the images whose labels were changed. Needs numpy and Pillow.
"""
import io
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from PIL import Image

COPIES, WRONG = 200, 0.02
source, out = Path(sys.argv[1]), Path(sys.argv[2])
rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
out.mkdir(parents=True)
names = [f"data_batch_{i}.bin" for i in range(1, 6)] + ["test_batch.bin"]
batches = {n: np.fromfile(source / n, np.uint8).reshape(-1, 3073).copy() for n in names}


def jpeg(image, quality):
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=quality)
    return np.array(Image.open(file))


def bright(image, by):
    return np.clip(image.astype(int) + by, 0, 255).astype(np.uint8)


ALTERATIONS = {
    "exact": lambda i: i,
    "jpeg75": lambda i: jpeg(i, 75),
    "jpeg50": lambda i: jpeg(i, 50),
    "brighter": lambda i: bright(i, 30),
    "darker": lambda i: bright(i, -30),
    "mirrored": lambda i: i[:, ::-1],
    "mirrored, jpeg90, brighter": lambda i: bright(jpeg(np.ascontiguousarray(i[:, ::-1]), 90), 15),
    "contrast": lambda i: np.clip((i.astype(float) - 128) * 0.8 + 128, 0, 255).astype(np.uint8),
}
copies, added = [], []
for k in range(COPIES):
    name = names[rng.integers(len(names))]
    number = int(rng.integers(len(batches[name])))
    kind = list(ALTERATIONS)[k % len(ALTERATIONS)]
    record = batches[name][number]
    image = np.ascontiguousarray(record[1:].reshape(3, 32, 32).transpose(1, 2, 0))
    altered = np.ascontiguousarray(ALTERATIONS[kind](image)).transpose(2, 0, 1).reshape(-1)
    target = names[rng.integers(5)]  # copies go to train
    copies.append({"kind": kind, "original": f"{name}/{number}", "into": target})
    added.append((target, np.concatenate([record[:1], altered])))
wrong = []
for name in names:
    for number in rng.choice(len(batches[name]), int(WRONG * len(batches[name])), replace=False):
        old = batches[name][number, 0]
        batches[name][number, 0] = (old + 1 + rng.integers(9)) % 10
        wrong.append(f"{name}/{number}")
for copy, (target, record) in zip(copies, added):
    copy["copy"] = f"{target}/{len(batches[target])}"
    batches[target] = np.concatenate([batches[target], record[None]])
for name in names:
    batches[name].tofile(out / name)
shutil.copy(source / "batches.meta.txt", out)
(out / "truth.json").write_text(json.dumps({"copies": copies, "wrong": wrong}, indent=1))
print(f"{len(copies)} copies and {len(wrong)} wrong labels planted in {out}")
