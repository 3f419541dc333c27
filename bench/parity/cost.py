#!/usr/bin/python3
"""Compares `fovea cost NAME --counted` with sums over the layers of torchvision's network of that name.

Usage: cost.py NAME COST.json   (see bench/parity/cost)
"""
import json, sys
import torch, torchvision
from torch import nn

cost = json.load(open(sys.argv[2]))
net = getattr(torchvision.models, sys.argv[1])(num_classes=10).eval()
found = {"parameters": sum(p.numel() for p in net.parameters()), "macs": 0, "activations": 0}

def count(module, inputs, output):
    found["activations"] += output.numel()
    weight = module.weight
    found["macs"] += output.numel() * (weight[0].numel() if isinstance(module, nn.Conv2d) else weight.shape[1])

for module in net.modules():
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        module.register_forward_hook(count)
with torch.no_grad():
    net(torch.zeros(1, *cost["input"]))
ours = {"parameters": cost["parameters"], "macs": cost["macs"], "activations": cost["activations"]["ofProducts"]}
print(sys.argv[1], found, "equal" if ours == found else f"Fovea: {ours}")
sys.exit(ours != found)
