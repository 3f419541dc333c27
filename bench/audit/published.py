"""Holds the copies in the JSON of `fovea data audit cifar10` against ciFAIR's list of CIFAR-10's own.

    published.py AUDIT.json DUPLICATES_CIFAR10.csv [test]

The list (github.com/cvjena/cifair, Barz & Denzler 2020) has test images with copies in train; with `test`,
in test. Its judgment is 0 for exact, 1 for nearly the same picture, 2 for another one that is very similar.
"""
import csv
import json
import sys
from collections import Counter

audit = json.load(open(sys.argv[1]))
within_test = len(sys.argv) > 3


def name(number, test):
    return f"test_batch.bin/{number}" if test else f"data_batch_{number // 10000 + 1}.bin/{number % 10000}"


found = {frozenset((c["first"]["file"], c["second"]["file"])): c["likeness"] for c in audit["copies"]}
in_copies = {file for pair in found for file in pair}
listed, hits, images = Counter(), Counter(), Counter()
for row in csv.DictReader(open(sys.argv[2])):
    test, other = int(row["TestID"]), int(row["TrainID"])
    kind = row["Judgment"]
    listed[kind] += 1
    hits[kind] += frozenset((name(test, True), name(other, within_test))) in found
    images[kind] += name(test, True) in in_copies
for kind in sorted(listed):
    print(f"judgment {kind}: {hits[kind]} of {listed[kind]} pairs found; "
          f"{images[kind]} of their test images have some copy")
splits = Counter(" and ".join(sorted((c["first"]["split"], c["second"]["split"]))) for c in audit["copies"])
print("found in all:", dict(splits))
