"""Holds the JSON of `fovea data audit` against what was planted.

    score.py PLANTED/truth.json AUDIT.json ORIGINAL.json

ORIGINAL.json is the audit of the data before anything was planted: copies that are found there,
too, are CIFAR-10's own and count as neither right nor wrong.
"""
import json
import sys
from collections import Counter

truth, audit, original = (json.load(open(name)) for name in sys.argv[1:4])


def pairs(found):
    return {frozenset((c["first"]["file"], c["second"]["file"])) for c in found["copies"]}


planted = {frozenset((c["original"], c["copy"])): c["kind"] for c in truth["copies"]}
new = {c["copy"]: c["original"] for c in truth["copies"]}
own = pairs(original)


def is_own(pair):
    """A copy of an image that has a copy already is one of that, too."""
    return frozenset(new.get(name, name) for name in pair) in own


found = pairs(audit)
right = found & planted.keys()
others = [p for p in found - planted.keys() if p not in own and not is_own(p)]
print(f"copies: {len(right)} of {len(planted)} found, {len(others)} pairs found that are none:"
      f" recall {len(right) / len(planted):.3f}, precision {len(right) / (len(right) + len(others)):.3f}")
missed = Counter(planted[p] for p in planted.keys() - found)
print("missed:", dict(missed) or "none")
wrong = set(truth["wrong"])
suspects = [s["image"]["file"] for s in (audit["labels"] or {"suspects": []})["suspects"]]
for first in (100, 500, 1000, len(suspects)):
    hits = sum(name in wrong for name in suspects[:first])
    print(f"labels: of the first {first} suspects {hits} are planted ({hits / max(1, first):.3f}), "
          f"{hits / len(wrong):.3f} of all planted")
