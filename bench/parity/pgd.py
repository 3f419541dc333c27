#!/usr/bin/python3
"""Projected gradient descent in PyTorch, on a model of Fovea's and the images that `fovea attack --out` attacked.

Usage: pgd.py SUMMARY.json MODEL.safetensors FOUND.safetensors [STEPS [RESTARTS]]   checks Fovea's images, then attacks the clean ones
       pgd.py --rate SUMMARY.json MODEL.safetensors fp32|bf16                        attack steps a second (see bench/attack)
"""
import json, os, struct, sys, time
import torch
from torch.nn.functional import cross_entropy
from parity import network, safetensors

torch.set_num_threads(os.cpu_count())

def load(summary, model):
    net, _ = network(json.load(open(summary))["layers"], safetensors(model))
    return net.eval().to(memory_format=torch.channels_last).requires_grad_(False)

def clip(x, clean, epsilon, norm):
    if norm == "linf":
        change = (x - clean).clamp(-epsilon, epsilon)
    else:
        length = (x - clean).flatten(1).norm(dim=1).clamp_min(1e-12).view(-1, 1, 1, 1)
        change = (x - clean) * (epsilon / length).clamp_max(1)
    return (clean + change).clamp(0, 1)

def step(net, x, clean, labels, epsilon, norm, size):
    x = x.detach().requires_grad_()
    gradient, = torch.autograd.grad(cross_entropy(net(x).float(), labels, reduction="sum"), x)
    up = gradient.sign() if norm == "linf" else gradient / gradient.flatten(1).norm(dim=1).clamp_min(1e-30).view(-1, 1, 1, 1)
    return clip(x.detach() + size * up, clean, epsilon, norm)

def attack(net, clean, labels, epsilon, norm, steps, restarts):
    right = net(clean).argmax(1) == labels
    for _ in range(restarts):
        left = right.nonzero().flatten()
        if len(left) == 0:
            break
        c, y = clean[left], labels[left]
        start = torch.rand_like(c) * 2 - 1 if norm == "linf" else torch.randn_like(c)
        x = clip(c + epsilon * start, c, epsilon, norm)
        for _ in range(steps):
            x = step(net, x, c, y, epsilon, norm, epsilon / 4)
            right[left] &= net(x).argmax(1) == y
    return right

def rate(summary, model, precision, images=250, steps=6):
    net, labels = load(summary, model), torch.randint(0, 10, (images,))
    x = clean = torch.rand(images, 3, 32, 32).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
        for i in range(steps + 2):
            if i == 2:
                begin, busy = time.perf_counter(), time.process_time()
            x = step(net, x, clean, labels, 8 / 255, "linf", 2 / 255)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    print(f"PyTorch {precision}: {images * steps / seconds:.0f} attack steps/s, {images * steps / busy:.0f} a processor-second")

def check(summary, model, found, steps=50, restarts=2):
    net, tensors = load(summary, model), safetensors(found)
    data = open(found, "rb").read(1 << 20)
    about = json.loads(data[8:8 + struct.unpack("<Q", data[:8])[0]])["__metadata__"]
    epsilon, norm, parts = float(about["epsilon"]), about["norm"], range(0, len(tensors["labels"]), 250)
    clean, changed, labels = ([tensors[n][i:i + 250] for i in parts] for n in ("clean", "images", "labels"))
    torch.manual_seed(0)
    share = lambda answers: 100 * torch.cat(list(answers)).float().mean().item()
    difference = (tensors["images"].double() - tensors["clean"]).flatten(1)
    size = difference.abs().max() if norm == "linf" else difference.norm(dim=1).max()
    fovea = share(net(x).argmax(1) == y for x, y in zip(changed, labels))
    own = share(attack(net, x, y, epsilon, norm, steps, restarts) for x, y in zip(clean, labels))
    in_range = 0 <= tensors["images"].min() and tensors["images"].max() <= 1
    print(json.dumps({"images": len(tensors["labels"]), "clean": share(net(x).argmax(1) == y for x, y in zip(clean, labels)), "leftByFovea": fovea,
                      "leftByPyTorch": own, "epsilon": epsilon, "largestChange": size.item(), "inRange": bool(in_range)}))
    sys.exit(0 if own >= fovea - 0.5 and size <= epsilon + 1e-6 and in_range else 1)

if __name__ == "__main__":
    rate(*sys.argv[2:]) if sys.argv[1] == "--rate" else check(*sys.argv[1:4], *map(int, sys.argv[4:]))
