#!/usr/bin/python3
"""Computes the figures of `fovea evaluate --json` from a model's logits and features with NumPy alone, and compares.

Usage: metrics.py OUTPUTS.safetensors EVALUATION.json   (see bench/parity/metrics)
"""
import json, struct, sys
import numpy as np

def safetensors(path):
    data = open(path, "rb").read()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    types = {"F32": np.float32, "I64": np.int64}
    return {name: np.frombuffer(data[start + e["data_offsets"][0]:start + e["data_offsets"][1]], types[e["dtype"]]).reshape(e["shape"])
            for name, e in json.loads(data[8:start]).items() if name != "__metadata__"}

def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)

def log_odds(z, c):
    others = np.delete(z, c, 1)
    m = others.max(1)
    return z[:, c] - m - np.log(np.exp(others - m[:, None]).sum(1))

def area(positive, negative):
    """Share of all pairs in the right order, ties half: by counting for each positive image."""
    negative = np.sort(negative)
    below, upto = np.searchsorted(negative, positive, "left"), np.searchsorted(negative, positive, "right")
    return (below + upto).sum() / 2 / len(positive) / len(negative)

def fpr95(known, unknown):
    threshold = max(t for t in np.unique(known) if (known >= t).mean() >= 0.95)
    return (unknown >= threshold).mean()

def calibration(z, y):
    p = softmax(z)
    n, sure, right = len(y), p.max(1), z.argmax(1) == y
    def error(bins):
        return sum(abs(right[b].sum() - sure[b].sum()) for b in bins) / n
    edges = np.linspace(0, 1, 16)
    order = np.argsort(np.array([log_odds(z[i:i + 1], c)[0] for i, c in enumerate(z.argmax(1))]), kind="stable")
    return {"loss": -np.log(p[np.arange(n), y]).mean(),
            "brier": ((p - np.eye(z.shape[1])[y]) ** 2).sum(1).mean(),
            "ece": error([(sure > a) & (sure <= b) for a, b in zip(edges, edges[1:])]),
            "eceEqualMass": error([order[b * n // 15:(b + 1) * n // 15] for b in range(15)])}

def risk(z, y):
    """Area under the risk-coverage curve."""
    guess = z.argmax(1)
    order = np.argsort(-np.array([log_odds(z[i:i + 1], c)[0] for i, c in enumerate(guess)]), kind="stable")
    return (np.cumsum(guess[order] != y[order]) / np.arange(1, len(y) + 1)).mean()

def figures(z, y):
    n, k, guess = len(y), z.shape[1], z.argmax(1)
    confusion = np.zeros((k, k))
    np.add.at(confusion, (y, guess), 1)
    hits, truth, said = confusion.diagonal(), confusion.sum(1), confusion.sum(0)
    x, g = np.eye(k)[y], np.eye(k)[guess]
    x, g = x - x.mean(0), g - g.mean(0)
    chance = (truth * said).sum() / n ** 2
    own = z[np.arange(n), y][:, None]
    ranks = (z > own).sum(1) + ((z == own) & (np.arange(k) < y[:, None])).sum(1)
    return {"accuracy": (guess == y).mean(), "macroF1": (2 * hits / (truth + said)).mean(), "balancedAccuracy": (hits / truth).mean(),
            "mcc": (x * g).sum() / np.sqrt((x ** 2).sum() * (g ** 2).sum()), "kappa": ((guess == y).mean() - chance) / (1 - chance),
            "auroc": np.mean([area(log_odds(z[y == c], c), log_odds(z[y != c], c)) for c in range(k)]),
            **{f"topK.{top}": (ranks < top).mean() for top in (2, 3, 5)},
            "riskCoverage.area": risk(z, y),
            **{"calibration." + name: value for name, value in calibration(z, y).items()}}

def familiarity(found, name):
    z, f, known = found[name + ".logits"].astype(float), found[name + ".features"].astype(float), found["train.features"].astype(float)
    norm = lambda v: v / np.linalg.norm(v, axis=1, keepdims=True)
    cosines, k = norm(f) @ norm(known).T, max(1, round(len(known) / 1000))
    return {"max-softmax": softmax(z).max(1), "energy": z.max(1) + np.log(np.exp(z - z.max(1, keepdims=True)).sum(1)),
            "nearest-features": np.partition(cosines, -k, axis=1)[:, -k]}

def look(found, name):
    for part in name.split("."):
        found = found[part]
    return found

if __name__ == "__main__":
    found, evaluation = safetensors(sys.argv[1]), json.load(open(sys.argv[2]))
    z, y = found["test.logits"].astype(float), found["test.labels"]
    pairs = {name: (value, look(evaluation, name)) for name, value in figures(z, y).items()}
    if evaluation["temperature"]:
        z = (z / evaluation["temperature"]).astype(np.float32).astype(float)
        pairs["riskCoverage.area"] = (risk(z, y), evaluation["riskCoverage"]["area"])
        pairs.update({"calibrated." + name: (value, evaluation["calibrated"][name]) for name, value in calibration(z, y).items()})
    known, unknown = familiarity(found, "test"), familiarity(found, "noise")
    for one in evaluation["unknown"][0]["methods"]:
        method = one["method"]
        pairs[method + ".auroc"] = (area(known[method], unknown[method]), one["auroc"])
        pairs[method + ".falsePositiveRate"] = (fpr95(known[method], unknown[method]), one["falsePositiveRate"])
    worst = 0
    for name, (here, there) in pairs.items():
        worst = max(worst, abs(here - there))
        print(f"{name:32} NumPy {here:.9f}  Fovea {there:.9f}  {abs(here - there):.1e}")
    print(f"largest difference {worst:.1e}")
    sys.exit(int(worst > 1e-6))
