"""Makes the goldens below networks/: python3 make_networks.py, with torchvision. The README says what they are."""
import zlib
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torchvision import models
from torchvision.ops import StochasticDepth

HERE = Path(__file__).parent / "networks"
BATCH = 4
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def drawn(name, shape):
    """The same numbers in [0, 1) wherever they are computed: a hash of the name and the position, 24 bits of it."""
    h = np.arange(int(np.prod(shape, dtype=np.int64)), dtype=np.uint32) * np.uint32(0x9E3779B1)
    h ^= np.uint32(zlib.crc32(name.encode()))
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return torch.from_numpy((h >> np.uint32(8)).astype(np.float64) / 2**24).reshape(shape)


def value(name, shape):
    """Weights that keep values at their size, and statistics such as training leaves."""
    u = drawn(name, shape)
    if name.endswith(("layer_scale", "running_var")):
        return 0.5 + u
    if len(shape) > 1:
        return (2 * u - 1) * (6 / np.prod(shape[1:])) ** 0.5
    if name.endswith("bias"):  # which keeps most values on one side of the kink at 0, however they are rounded
        return torch.where(u < 0.3, -1 - u, 0.5 + u)
    return 0.1 + 0.2 * u if name.endswith("weight") else 0.2 * u - 0.1


def filled(network):
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if tensor.is_floating_point():
                tensor.copy_(value(name, list(tensor.shape)).float())
    return network.eval()


def normal(count, size):
    images = drawn("images", [count, 3, size, size])
    return ((images.float() - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)).double()


def gradients(network, size, mode):
    """Of a sum of logits, weighted: each one's norm and its product with numbers in [-1, 1)."""
    for module in network.train(mode == "training").modules():
        if isinstance(module, (nn.Dropout, StochasticDepth)):
            module.p = 0
    logits = network(normal(BATCH, size))
    (logits * (2 * drawn("seed", list(logits.shape)) - 1)).sum().backward()
    for name, weight in network.named_parameters():
        towards = 2 * drawn("towards " + name, list(weight.shape)) - 1
        yield "gradient %s %d %s %.9g %.9g" % (mode, size, name, weight.grad.norm(), (weight.grad * towards).sum())


def write(name, network, *sizes, **gradients_of):
    """A line a saved tensor, the logits of one image of each size, and the gradients of a batch of one."""
    lines = ["%s %s" % (key, list(tensor.shape)) for key, tensor in network.state_dict().items()]
    filled(network)
    with torch.no_grad():
        for size in sizes:
            logits = network.double()(normal(1, size))[0, :10].tolist()
            lines.append("logits %d %s" % (size, " ".join("%.9g" % x for x in logits)))
    for mode, size in gradients_of.items():
        lines.extend(gradients(network, size, mode))
    (HERE / (name + ".txt")).write_text("\n".join(lines) + "\n")


def cifar_stem(network):
    network.conv1, network.maxpool = nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.Identity()
    return network


class Every2nd(nn.Module):
    """He et al. 2016, option A: every other pixel, zeros for the channels that join."""

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], [0, 0, 0, 0, 0, x.shape[1]])


def cifar_resnet(blocks, option):
    """For CIFAR-10, of torchvision's blocks."""
    block = models.resnet.BasicBlock

    def stage(inside, outside, stride):
        conv = nn.Conv2d(inside, outside, 1, stride, bias=False)
        beside = nn.Sequential(conv, nn.BatchNorm2d(outside)) if option == "b" else Every2nd()
        first = block(inside, outside, stride, beside if stride > 1 else None)
        return nn.Sequential(first, *[block(outside, outside) for _ in range(blocks - 1)])

    network = models.resnet18(num_classes=10)
    network.conv1, network.bn1, network.maxpool = nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.Identity()
    network.layer1, network.layer2, network.layer3 = stage(16, 16, 1), stage(16, 32, 2), stage(32, 64, 2)
    network.layer4, network.fc = nn.Identity(), nn.Linear(64, 10)
    return network


def vgg16_bn(hidden):
    network = models.vgg16_bn(num_classes=10)
    parts = [nn.Linear(512 * 7 * 7, hidden), nn.ReLU(), nn.Dropout(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout()]
    network.classifier = nn.Sequential(*parts, nn.Linear(hidden, 10))
    return network


HERE.mkdir(exist_ok=True)
write("resnet18-imagenet", models.resnet18(), 64, 224, evaluation=64)
write("resnet18-cifar", cifar_stem(models.resnet18(num_classes=10)), 32, 20)
write("resnet20-a", cifar_resnet(3, "a"), 32, 21, evaluation=32)
write("resnet20-b", cifar_resnet(3, "b"), 32, 21)
write("resnet34", models.resnet34(), 64, evaluation=64)
write("resnet50", models.resnet50(), 64, evaluation=64)
write("resnet56", cifar_resnet(9, "a"), 32, evaluation=32)
write("vgg16_bn", vgg16_bn(64), 32, 50, training=32)
write("squeezenet1_1", models.squeezenet1_1(), 64, 224, evaluation=64)
write("mobilenet_v2", models.mobilenet_v2(), 64, 45, evaluation=40)
write("efficientnet_b0", models.efficientnet_b0(), 64, 45, evaluation=64)
write("convnext_tiny", models.convnext_tiny(), 45, training=32)
