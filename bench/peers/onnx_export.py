#!/usr/bin/python3
"""Writes a model of Fovea's as ONNX for bench/peers/infer: fp32 by torch.onnx.export, and int8 in QDQ form.

Int8 are the layers that `fovea quantize` chose, per-channel weights and uint8 activations: their inputs by the ranges in int8.json, their
outputs by ranges of the same kind over training images, so that ONNX Runtime can run them in whole numbers from end to end. Also
writes what OrtInfer compares with: each test image's label and pixels, [N, H, W, 3], and PyTorch's logits.

Usage: onnx_export.py SUMMARY.json RUN CIFAR_FOLDER OUTPUT_FOLDER
"""
import json, pathlib, sys
import numpy as np, onnx, torch
from onnx import helper, numpy_helper
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "parity"))
from parity import network, safetensors

CALIBRATION, CHECKED = 512, 4000
OUTSIDE = 1e-5  # the share of values on either side of a range, as Fovea's

def cifar(file):
    raw = np.fromfile(file, np.uint8).reshape(-1, 3073)
    return raw[:, 0], torch.from_numpy(raw[:, 1:].reshape(-1, 3, 32, 32))

def output_ranges(net, positions, images):
    """The range of each layer's output, by its position."""
    seen = {p: [] for p in positions}
    def note(position):
        def hook(module, inputs, output):
            values = np.sort(output.numpy(), axis=None)
            outside = int(OUTSIDE * values.size)
            seen[position].append((values[outside], values[-1 - outside]))
        return hook
    hooks = [net[p].register_forward_hook(note(p)) for p in positions]
    for part in images.split(64):
        net(part.float() / 255)
    for hook in hooks:
        hook.remove()
    return {p: tuple(np.mean(bounds, axis=0)) for p, bounds in seen.items()}

class Quantizer:
    """Rewrites a graph node by node, with QuantizeLinear and DequantizeLinear around the layers named."""
    def __init__(self, graph):
        self.graph, self.nodes = graph, []
        self.weights = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def constant(self, name, values):
        self.graph.initializer.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def activation(self, tensor, low, high, name):
        low, high = min(low, 0.0), max(high, 0.0)  # zero, which pads, is exact
        scale = np.float32((high - low) / 255 or 1)
        parameters = [self.constant(name + "_scale", scale), self.constant(name + "_zero", np.uint8(np.clip(round(-low / scale), 0, 255)))]
        return self.rounded(tensor, parameters, name), scale, parameters

    def rounded(self, tensor, parameters, name):
        self.nodes.append(helper.make_node("QuantizeLinear", [tensor, *parameters], [name + "_q"]))
        self.nodes.append(helper.make_node("DequantizeLinear", [name + "_q", *parameters], [name + "_dq"]))
        return name + "_dq"

    def stored(self, values, scale, axis, dtype, name):
        shape = [-1 if i == axis else 1 for i in range(values.ndim)]
        limit = 127 if dtype == np.int8 else 2**31 - 1
        whole = np.clip(np.rint(values / scale.reshape(shape)), -limit, limit).astype(dtype)
        inputs = [self.constant(name + "_q", whole), self.constant(name + "_scale", scale), self.constant(name + "_zero", np.zeros(len(scale), dtype))]
        self.nodes.append(helper.make_node("DequantizeLinear", inputs, [name + "_dq"], axis=axis))
        return name + "_dq"

    def layer(self, node, inputs, outputs):
        """A Conv, Gemm or MatMul; returns the quantisation of its output."""
        name, values = node.name, self.weights[node.input[1]]
        transposed = any(a.name == "transB" and a.i for a in node.attribute)
        axis = 0 if node.op_type == "Conv" or transposed else 1
        node.input[0], input_scale, _ = self.activation(node.input[0], *inputs, name + "_input")
        largest = np.abs(values).max(axis=tuple(i for i in range(values.ndim) if i != axis))
        scale = np.where(largest == 0, 1, largest / 127).astype(np.float32)
        bias = self.weights[node.input[2]] if len(node.input) > 2 else None
        node.input[1] = self.stored(values, scale, axis, np.int8, name + "_weight")
        if bias is not None:
            node.input[2] = self.stored(bias.astype(np.float64), scale * input_scale, 0, np.int32, name + "_bias")
        return self.finished(node, lambda raw: self.activation(raw, *outputs, name + "_output")[::2])

    def finished(self, node, rounding):
        """Appends the node; who read its output reads the rounded one, by the old name."""
        output = node.output[0]
        node.output[0] = output + "_raw"
        self.nodes.append(node)
        rounded, parameters = rounding(node.output[0])
        self.nodes.append(helper.make_node("Identity", [rounded], [output]))
        return output, parameters

def quantize(model, positions, inputs, outputs):
    quantizer, rounded, left = Quantizer(model.graph), {}, set(positions)
    for node in list(model.graph.node):
        position = node.name.split("/")[1] if node.name.startswith("/") else ""
        if node.op_type in ("Conv", "Gemm", "MatMul") and position.isdigit() and int(position) in positions:
            output, parameters = quantizer.layer(node, inputs[int(position)], outputs[int(position)])
            rounded[output] = parameters
            left.discard(int(position))
        elif node.op_type == "MaxPool" and node.input[0] in rounded:
            parameters, name = rounded[node.input[0]], node.name + "_output"
            quantizer.finished(node, lambda raw: (quantizer.rounded(raw, parameters, name), parameters))
        else:
            quantizer.nodes.append(node)
    if left:
        sys.exit(f"int8: the ONNX graph has no convolution or product for the layers at {sorted(left)} of the summary")
    del model.graph.node[:]
    model.graph.node.extend(quantizer.nodes)
    used = {name for node in quantizer.nodes for name in node.input}
    kept = [i for i in model.graph.initializer if i.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.checker.check_model(model)

@torch.no_grad()
def main(summary_file, run, cifar_folder, output):
    run, cifar_folder, output = pathlib.Path(run), pathlib.Path(cifar_folder), pathlib.Path(output)
    summary = json.load(open(summary_file))
    net, _ = network(summary["layers"], safetensors(run / "model.safetensors"))
    net.eval()
    axes = {"images": {0: "n"}, "logits": {0: "n"}}
    torch.onnx.export(net, torch.rand(2, *summary["input"]), str(output / "float32.onnx"), opset_version=13,
                      input_names=["images"], output_names=["logits"], dynamic_axes=axes)
    position = {layer["name"]: i for i, layer in enumerate(summary["layers"])}
    inputs = {position[name]: (r["low"], r["high"]) for name, r in json.load(open(run / "int8.json"))["layers"].items()}
    _, images = cifar(cifar_folder / "data_batch_1.bin")
    model = onnx.load(str(output / "float32.onnx"))
    quantize(model, set(inputs), inputs, output_ranges(net, inputs, images[:CALIBRATION]))
    onnx.save(model, str(output / "int8.onnx"))
    labels, images = cifar(cifar_folder / "test_batch.bin")
    labels, images = labels[:CHECKED], images[:CHECKED]
    rows = images.permute(0, 2, 3, 1).reshape(len(images), -1).numpy()
    np.concatenate([labels[:, None], rows], axis=1).tofile(output / "images.bin")
    torch.cat([net(part.float() / 255) for part in images.split(256)]).numpy().astype("<f4").tofile(output / "logits.bin")

main(*sys.argv[1:])
