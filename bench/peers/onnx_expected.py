#!/usr/bin/python3
"""What OrtInfer compares with: test images with their labels, and the logits that PyTorch for Python gives for them.

Writes images.bin (a record an image: its label, then its pixels, [H, W, 3]) and logits.bin (float32, [N, K]).

Usage: onnx_expected.py SUMMARY.json MODEL.safetensors CIFAR_FOLDER OUTPUT_FOLDER
"""
import json, pathlib, sys
import numpy as np, torch
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "parity"))
from parity import network, safetensors

CHECKED = 4000

@torch.no_grad()
def main(summary_file, model_file, cifar_folder, output):
    output = pathlib.Path(output)
    net, _ = network(json.load(open(summary_file))["layers"], safetensors(model_file))
    net.eval()
    raw = np.fromfile(pathlib.Path(cifar_folder) / "test_batch.bin", np.uint8).reshape(-1, 3073)[:CHECKED]
    images = torch.from_numpy(raw[:, 1:].reshape(-1, 3, 32, 32))
    rows = images.permute(0, 2, 3, 1).reshape(len(images), -1).numpy()
    np.concatenate([raw[:, :1], rows], axis=1).tofile(output / "images.bin")
    torch.cat([net(part.float() / 255) for part in images.split(256)]).numpy().astype("<f4").tofile(output / "logits.bin")

main(*sys.argv[1:])
