#!/usr/bin/python3
"""Peer: a model of Fovea's predicting in PyTorch for Python, from an image's bytes to the probability of each class, as InferBench does.

The network is rebuilt from `fovea summary --json` as parity.py does it: eager, channels-last, under bf16 autocast and in fp32, or in fp32 alone.
Also writes it as TorchScript, for DJL.

Usage: infer.py SUMMARY.json MODEL.safetensors TORCHSCRIPT [--fp32]
"""
import json, math, pathlib, statistics, sys, time
import numpy as np, torch
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "parity"))
from parity import network, safetensors

BATCH, BATCHES, SINGLES = 256, 15, 1000

def times(calls, call):
    seconds = []
    for i in range(-(calls // 5), calls):
        start = time.perf_counter()
        call(i)
        if i >= 0:
            seconds.append(time.perf_counter() - start)
    return sorted(seconds)

@torch.inference_mode()
def main(summary_file, model_file, script_file, *options):
    summary = json.load(open(summary_file))
    net, _ = network(summary["layers"], safetensors(model_file))
    net = net.eval().to(memory_format=torch.channels_last)
    channels, height, width = summary["input"]
    images = np.random.default_rng(0).integers(0, 256, (BATCH, height, width, channels), np.uint8)
    with torch.inference_mode(False), torch.no_grad():
        torch.jit.trace(net, torch.rand(2, channels, height, width)).save(script_file)

    def predict(pixels, bf16):
        x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255  # channels-last, by the layout of the bytes
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            logits = net(x)
        return logits.float().softmax(1).tolist()

    formats = [("float32", False)] if "--fp32" in options else [("bfloat16", True), ("float32", False)]
    for name, bf16 in formats:
        torch.set_num_threads(2)
        seconds = times(BATCHES, lambda i: predict(images, bf16))
        print(f"PyTorch {name} batch {BATCH}: {BATCH / statistics.median(seconds):.0f} images/s", flush=True)
        for threads in (1, 2):
            torch.set_num_threads(threads)
            seconds = times(SINGLES, lambda i: predict(images[i % BATCH:][:1], bf16))
            p99 = seconds[math.ceil(0.99 * len(seconds)) - 1]
            print(f"PyTorch {name} single {threads}-thread: median {1e3 * statistics.median(seconds):.3f} ms, p99 {1e3 * p99:.3f} ms", flush=True)

main(*sys.argv[1:])
