#!/usr/bin/python3
"""Rebuilds a model of Fovea's in PyTorch from `fovea summary --json`, loads model.safetensors, and compares accuracy and gradients.

Usage: parity.py SUMMARY.json MODEL.safetensors test_batch.bin GRADIENTS.safetensors   (see bench/parity/run)
"""
import json, re, struct, sys
import numpy as np, torch
from torch import nn

def safetensors(path):
    data = open(path, "rb").read()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    types = {"F32": np.float32, "I64": np.int64, "U8": np.uint8}
    return {name: torch.from_numpy(np.frombuffer(data[start + e["data_offsets"][0]:start + e["data_offsets"][1]], types[e["dtype"]]).reshape(e["shape"]).copy())
            for name, e in json.loads(data[8:start]).items() if name != "__metadata__"}

class Normalize(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(3))
        self.register_buffer("std", torch.ones(3))
    def forward(self, x):
        return (x - self.mean.view(3, 1, 1)) / self.std.view(3, 1, 1)

class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor
    def forward(self, x):
        return x.float() * self.factor

def build(layer, **changed):
    arguments = {re.sub("[A-Z]", lambda m: "_" + m[0].lower(), k): v for k, v in {**layer["arguments"], **changed}.items()}
    return (globals().get(layer["type"]) or getattr(nn, layer["type"]))(**arguments)

def network(layers, state, **changed):
    net = nn.Sequential(*(build(l, **(changed if l["type"] == "Dropout" else {})) for l in layers))
    position = {l["name"]: str(i) for i, l in enumerate(layers)}
    net.load_state_dict({position[k.rpartition(".")[0]] + "." + k.rpartition(".")[2]: v for k, v in state.items()})
    return net, {f"{position[l['name']]}.{p}": f"{l['name']}.{p}" for l in layers for p in ("weight", "bias")}

if __name__ == "__main__":
    summary, state, gradients = json.load(open(sys.argv[1])), safetensors(sys.argv[2]), safetensors(sys.argv[4])
    net, _ = network(summary["layers"], state)
    raw = torch.from_numpy(np.fromfile(sys.argv[3], np.uint8).reshape(-1, 3073))
    with torch.no_grad():
        right = sum((net.eval()(part[:, 1:].reshape(-1, 3, 32, 32) / 255.0).argmax(1) == part[:, 0]).sum().item() for part in raw.split(500))
    net, names = network(summary["layers"], state, p=0.0)
    nn.functional.cross_entropy(net.train()(gradients["images"]), gradients["labels"]).backward()
    worst = max(((p.grad - gradients[names[n]]).norm() / p.grad.norm()).item() for n, p in net.named_parameters() if names[n] in gradients)
    print(json.dumps({"accuracy": right / len(raw), "largestRelativeGradientDifference": worst}))
