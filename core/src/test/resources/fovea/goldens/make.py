"""Makes the goldens of this folder: python3 make.py, with PyTorch for Python. The README says what they are."""
import json
import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim import lr_scheduler
from torch.optim.swa_utils import SWALR, AveragedModel, update_bn
from torchvision.models.convnext import LayerNorm2d
from torchvision.ops import StochasticDepth
from torchvision.ops.misc import Permute, SqueezeExcitation

HERE = Path(__file__).parent
TYPES = {torch.float32: "F32", torch.int64: "I64", torch.uint8: "U8"}


def write(name, tensors):
    """As safetensors: a header's length, the header, the tensors one after the other, the widest type first."""
    header, data = {"__metadata__": {"torch": torch.__version__}}, b""
    for key, tensor in sorted(tensors.items(), key=lambda item: -item[1].element_size()):
        tensor = tensor.detach().contiguous()
        raw = tensor.numpy().tobytes()
        header[key] = {
            "dtype": TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (HERE / (name + ".safetensors")).write_bytes(struct.pack("<Q", len(text)) + text + data)


def drawn(*shape):
    """Normal values that float32 holds exactly, in float64."""
    return torch.randn(*shape).double()


def single(tensors):
    return {key: value.float() if value.is_floating_point() else value for key, value in tensors.items()}


# ---- layers: computed in float64, so that the file holds the true values, rounded once


class Normalize(nn.Module):
    """What normalises is batch norm in evaluation: another way to the same numbers."""

    def __init__(self, channels):
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("std", torch.ones(channels))

    def forward(self, images):
        return F.batch_norm(images, self.mean, self.std**2, eps=0)


def layer(name, module, values, training=True):
    module = module.double().train(training)
    with torch.no_grad():
        for key, tensor in module.state_dict().items():
            if tensor.is_floating_point():
                positive = key.endswith(("running_var", "std"))
                tensor.copy_((drawn(*tensor.shape).abs() + 0.5).float() if positive else drawn(*tensor.shape))
    tensors = {"before." + key: tensor.clone() for key, tensor in module.state_dict().items()}
    values.requires_grad_(True)
    output = module(values)
    seed = drawn(*output.shape)
    output.backward(seed)
    tensors.update({"input": values, "output": output, "seed": seed, "gradient.input": values.grad})
    tensors.update({"gradient." + key: weight.grad for key, weight in module.named_parameters()})
    tensors.update({"after." + key: tensor for key, tensor in module.named_buffers()})
    write("layers/" + name, single(tensors))


def layers():
    images = lambda: drawn(2, 3, 6, 5)
    layer("conv2d", nn.Conv2d(3, 4, 3), images())
    layer("conv2d-padding-no-bias", nn.Conv2d(3, 4, 3, padding=1, bias=False), images())
    layer("conv2d-stride", nn.Conv2d(3, 4, 2, stride=2), images())
    layer("conv2d-stride-padding", nn.Conv2d(3, 2, 5, stride=3, padding=2), images())
    layer("linear", nn.Linear(7, 3), drawn(4, 7))
    layer("linear-no-bias", nn.Linear(7, 3, bias=False), drawn(4, 7))
    layer("batch-norm-training", nn.BatchNorm2d(3), images())
    layer("batch-norm-evaluation", nn.BatchNorm2d(3), images(), training=False)
    layer("batch-norm-eps-momentum", nn.BatchNorm2d(3, eps=0.1, momentum=0.4), images())
    layer("relu", nn.ReLU(), images())
    layer("gelu", nn.GELU(), images())
    layer("max-pool", nn.MaxPool2d(2, 2), images())
    layer("max-pool-overlapping", nn.MaxPool2d(3, 1), images())
    layer("avg-pool", nn.AvgPool2d(2, 2), images())
    layer("avg-pool-overlapping", nn.AvgPool2d(3, 2), images())
    layer("adaptive-avg-pool", nn.AdaptiveAvgPool2d(1), images())
    layer("adaptive-avg-pool-uneven", nn.AdaptiveAvgPool2d(4), images())
    layer("adaptive-max-pool", nn.AdaptiveMaxPool2d(1), images())
    layer("adaptive-max-pool-uneven", nn.AdaptiveMaxPool2d(4), images())
    layer("dropout-evaluation", nn.Dropout(0.4), images(), training=False)
    layer("normalize", Normalize(3), images())
    layer("flatten", nn.Flatten(), images())


def later_layers():
    """With random numbers of their own, so that those above keep theirs."""
    images = lambda: drawn(2, 3, 6, 5)
    layer("conv2d-depthwise", nn.Conv2d(3, 3, 3, padding=1, groups=3), images())
    layer("silu", nn.SiLU(), images())
    layer("sigmoid", nn.Sigmoid(), images())
    layer("relu6", nn.ReLU6(), 4 * images())
    layer("max-pool-ceil", nn.MaxPool2d(3, 2, ceil_mode=True), images())
    layer("layer-norm", nn.LayerNorm(7, eps=1e-3), drawn(2, 3, 7))
    layer("layer-norm-2d", LayerNorm2d(3, eps=1e-3), images())
    layer("squeeze-excitation", SqueezeExcitation(3, 2, activation=nn.SiLU), images())
    layer("permute", Permute([0, 2, 3, 1]), images())
    layer("stochastic-depth-evaluation", StochasticDepth(0.4, "row"), images(), training=False)


def cross_entropy():
    logits, labels = 3 * drawn(6, 4), torch.tensor([0, 3, 1, 1, 2, 3])
    tensors = {"logits": logits, "labels": labels}
    for name, smoothing in [("plain", 0), ("smoothed", 0.2), ("uniform", 1)]:
        point = logits.float().double().requires_grad_(True)
        loss = F.cross_entropy(point, labels, label_smoothing=smoothing)
        loss.backward()
        tensors.update({"loss." + name: loss, "gradient." + name: point.grad})
    write("cross-entropy", single(tensors))


# ---- optimisers: ten steps each along the same gradients, whatever the weights are

SHAPES = {"bias": [3], "filters": [3, 2, 2, 2], "matrix": [2, 5], "scale": [2]}
STEPS = 10


def rate(step, peak):
    return peak * (1 - step / 20)


def decayed_and_not(weights, weight_decay):
    return [
        {"params": [p for p in weights.values() if p.dim() > 1], "weight_decay": weight_decay},
        {"params": [p for p in weights.values() if p.dim() <= 1], "weight_decay": 0},
    ]


def optimiser(name, start, gradients, peak, make):
    """`make` gives a step: from the weights and a learning rate to the weights changed in place."""
    weights = {key: value.clone().requires_grad_(True) for key, value in start.items()}
    update, tensors = make(weights), {}
    for step in range(STEPS):
        for key, weight in weights.items():
            weight.grad = gradients[step][key].clone()
        update(rate(step, peak))
        for key, weight in weights.items():
            tensors["%d.%s" % (step, key)] = weight.clone()
    write("optimisers/" + name, single(tensors))


def of_torch(kind, weight_decay=0.0, shrink=0.0, **settings):
    """An optimiser of torch's; `shrink` is decay apart from the gradient, which its SGD doesn't have."""

    def make(weights):
        torchs = kind(decayed_and_not(weights, weight_decay), lr=1, **settings)

        def update(learning_rate):
            for group in torchs.param_groups:
                group["lr"] = learning_rate
            with torch.no_grad():
                for weight in weights.values():
                    weight.mul_(1 - learning_rate * shrink if weight.dim() > 1 else 1)
            torchs.step()

        return update

    return make


def newton_schulz(matrix, steps):
    """Jordan et al. 2024, https://kellerjordan.github.io/posts/muon, in float64: the number that bfloat16 is near."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix / (matrix.norm() + 1e-7)
    if matrix.shape[0] > matrix.shape[1]:
        x = x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if matrix.shape[0] > matrix.shape[1] else x


def muon(momentum, iterations, matrix, vector, other_momentum, weight_decay):
    """Filters by Muon, as airbench has it; the rest by torch's SGD, each kind at a rate of its own."""

    def make(weights):
        memory = {key: torch.zeros_like(w) for key, w in weights.items()}
        others = [(w, matrix if w.dim() > 1 else vector) for w in weights.values() if w.dim() != 4]
        groups = [{"params": [w], "weight_decay": weight_decay / multiple} for w, multiple in others]
        sgd = torch.optim.SGD(groups, lr=1, momentum=other_momentum, nesterov=True)

        def update(learning_rate):
            for group, (_, multiple) in zip(sgd.param_groups, others):
                group["lr"] = learning_rate * multiple
            sgd.step()
            with torch.no_grad():
                for key, w in weights.items():
                    if w.dim() == 4:
                        memory[key].mul_(momentum).add_(w.grad)
                        g = w.grad.add(memory[key], alpha=momentum)
                        w.mul_(len(w) ** 0.5 / w.norm())
                        w.add_(newton_schulz(g.reshape(len(g), -1), iterations).view(g.shape), alpha=-learning_rate)

        return update

    return make


def start_and_gradients():
    start = {key: drawn(*shape) for key, shape in SHAPES.items()}
    return start, [{key: drawn(*shape) for key, shape in SHAPES.items()} for _ in range(STEPS)]


def optimisers():
    start, gradients = start_and_gradients()
    tensors = {"start." + key: value for key, value in start.items()}
    for step in range(STEPS):
        tensors.update({"%d.%s" % (step, key): value for key, value in gradients[step].items()})
    write("gradients", single(tensors))
    sgd, adamw = torch.optim.SGD, torch.optim.AdamW
    optimiser("sgd", start, gradients, 0.1, of_torch(sgd))
    optimiser("sgd-momentum", start, gradients, 0.1, of_torch(sgd, momentum=0.9))
    optimiser("sgd-nesterov-penalty", start, gradients, 0.1, of_torch(sgd, 0.05, momentum=0.9, nesterov=True))
    optimiser("sgd-nesterov-decay", start, gradients, 0.1, of_torch(sgd, shrink=0.05, momentum=0.9, nesterov=True))
    optimiser("adamw", start, gradients, 0.02, of_torch(adamw, 0.1, betas=(0.9, 0.99), eps=1e-8))
    optimiser("adamw-eps", start, gradients, 0.1, of_torch(adamw, 0.0, betas=(0.8, 0.95), eps=0.5))
    optimiser("muon", start, gradients, 0.05, muon(0.6, 3, 2.0, 0.5, 0.85, 0.01))


def lion(beta1, beta2, weight_decay):
    """Chen et al. 2023, https://arxiv.org/abs/2302.06675, algorithm 2."""

    def make(weights):
        momenta = {key: torch.zeros_like(w) for key, w in weights.items()}

        @torch.no_grad()
        def update(learning_rate):
            for key, w in weights.items():
                direction = torch.sign(beta1 * momenta[key] + (1 - beta1) * w.grad)
                momenta[key] = beta2 * momenta[key] + (1 - beta2) * w.grad
                w.sub_(learning_rate * (direction + (weight_decay * w if w.dim() > 1 else 0)))

        return update

    return make


def lamb(beta1, beta2, epsilon, weight_decay):
    """You et al. 2020, https://arxiv.org/abs/1904.00962, algorithm 2; biases and scales are neither decayed nor scaled, as in the
    authors' program (exclude_from_weight_decay, which exclude_from_layer_adaptation equals unless given)."""

    def make(weights):
        first = {key: torch.zeros_like(w) for key, w in weights.items()}
        second = {key: torch.zeros_like(w) for key, w in weights.items()}
        taken = 0

        @torch.no_grad()
        def update(learning_rate):
            nonlocal taken
            taken += 1
            for key, w in weights.items():
                first[key] = beta1 * first[key] + (1 - beta1) * w.grad
                second[key] = beta2 * second[key] + (1 - beta2) * w.grad**2
                ratio = first[key] / (1 - beta1**taken) / ((second[key] / (1 - beta2**taken)).sqrt() + epsilon)
                if w.dim() > 1:
                    ratio = ratio + weight_decay * w
                    ratio = ratio * w.norm() / ratio.norm()
                w.sub_(learning_rate * ratio)

        return update

    return make


def later_optimisers():
    torch.manual_seed(2)  # the weights and gradients of those before
    start, gradients = start_and_gradients()
    adam, rmsprop = torch.optim.Adam, torch.optim.RMSprop
    optimiser("adam", start, gradients, 0.02, of_torch(adam, 0.1, betas=(0.9, 0.99), eps=1e-8))
    optimiser("adam-eps", start, gradients, 0.1, of_torch(adam, 0.0, betas=(0.8, 0.95), eps=0.5))
    optimiser("rmsprop", start, gradients, 0.02, of_torch(rmsprop, 0.1, alpha=0.95, eps=1e-3))
    optimiser("rmsprop-momentum-decay", start, gradients, 0.02, of_torch(rmsprop, shrink=0.1, alpha=0.9, momentum=0.8))
    optimiser("rmsprop-centered", start, gradients, 0.02, of_torch(rmsprop, 0.1, alpha=0.9, momentum=0.5, eps=0.1, centered=True))
    optimiser("lion", start, gradients, 0.02, lion(0.9, 0.99, 0.1))
    optimiser("lamb", start, gradients, 0.05, lamb(0.9, 0.99, 1e-6, 0.1))
    optimiser("lamb-eps", start, gradients, 0.1, lamb(0.8, 0.95, 0.5, 0.0))


# ---- schedules


def rates(make, steps):
    weight = nn.Parameter(torch.zeros(1))
    sgd = torch.optim.SGD([weight], lr=0.4)
    schedule, found = make(sgd), []
    for _ in range(steps):
        found.append(sgd.param_groups[0]["lr"])
        sgd.step()
        schedule.step()
    return torch.tensor(found)


FIGURES = [2.0, 1.5, 1.4, 1.6, 1.39995, 1.41, 1.2, 1.3, 1.25, 1.22, 1.1, 1.15, 1.2, 1.3, 1.25] + [1.12, 1.11, 1.1, 1.05, 1.0, 1.2] + 9 * [1.0]


def plateau_rates(mode, factor, patience, cooldown):
    """By the figures above, one after each rate; an accuracy is 1 less a fifth of the figure."""
    sgd = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.4)
    schedule = lr_scheduler.ReduceLROnPlateau(sgd, mode, factor, patience, threshold=1e-3, cooldown=cooldown, min_lr=0.4e-3)
    found = []
    for figure in FIGURES:
        found.append(sgd.param_groups[0]["lr"])
        schedule.step(figure if mode == "min" else 1 - figure / 5)
    return torch.tensor(found)


def swa(sgd):
    """Ten steps of a schedule, then torch's schedule for averaging, from the rate of the eleventh."""

    class Both:
        def __init__(self):
            self.before, self.after, self.taken = lr_scheduler.ExponentialLR(sgd, 0.9), None, 0

        def step(self):
            self.taken += 1
            if self.taken <= 10:
                self.before.step()
            if self.taken == 10:
                self.after = SWALR(sgd, 0.05, anneal_epochs=8)
            elif self.taken > 10:
                self.after.step()

    return Both()


def schedules():
    linear = lambda sgd: lr_scheduler.LinearLR(sgd, start_factor=1 / 6, end_factor=1, total_iters=5)
    warm_cosine = lambda sgd: lr_scheduler.SequentialLR(
        sgd, [linear(sgd), lr_scheduler.CosineAnnealingLR(sgd, 24, eta_min=0.02)], [5]
    )
    # Its way up ends at step `pct_start * total - 1`.
    one_cycle = lambda sgd: lr_scheduler.OneCycleLR(
        sgd, 0.4, total_steps=30, pct_start=9 / 30, anneal_strategy="linear", div_factor=10, final_div_factor=20
    )
    write(
        "schedules",
        {
            "constant": rates(linear, 30),
            "step": rates(lambda sgd: lr_scheduler.StepLR(sgd, 7, gamma=0.3), 30),
            "cosine": rates(lambda sgd: lr_scheduler.CosineAnnealingLR(sgd, 29), 30),
            "cosine-warmup": rates(warm_cosine, 30),
            "one-cycle": rates(one_cycle, 30),
            "multi-step": rates(lambda sgd: lr_scheduler.MultiStepLR(sgd, [4, 11, 12], gamma=0.3), 30),
            "exponential": rates(lambda sgd: lr_scheduler.ExponentialLR(sgd, 0.9), 30),
            "polynomial": rates(lambda sgd: lr_scheduler.PolynomialLR(sgd, 29, power=1.7), 30),
            "cosine-restarts": rates(lambda sgd: lr_scheduler.CosineAnnealingWarmRestarts(sgd, 2, 2, eta_min=0.02), 30),
            "plateau-loss": plateau_rates("min", 0.1, patience=2, cooldown=0),
            "plateau-accuracy": plateau_rates("max", 0.5, patience=1, cooldown=2),
            "swa": rates(swa, 30),
        },
    )


# ---- a whole network's training, in float32


def network():
    net = nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1, bias=False),
        nn.BatchNorm2d(4),
        nn.GELU(),
        nn.MaxPool2d(2, 2),
        nn.Conv2d(4, 6, 3, padding=1),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(24, 3),
    )
    tensors = {"before." + key: tensor.clone() for key, tensor in net.state_dict().items()}
    pixels, labels = torch.randint(0, 256, [8, 3, 8, 8], dtype=torch.uint8), torch.arange(8) % 3
    sgd = torch.optim.SGD(decayed_and_not(dict(net.named_parameters()), 5e-4), lr=0.1, momentum=0.9, nesterov=True)
    losses = []
    for _ in range(STEPS):
        loss = F.cross_entropy(net(pixels.float() / 255), labels, label_smoothing=0.1)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        losses.append(loss.item())
    tensors.update({"pixels": pixels, "labels": labels, "losses": torch.tensor(losses)})
    tensors.update({"after." + key: tensor for key, tensor in net.state_dict().items()})
    write("network", tensors)


# ---- what goes beyond one optimiser's step, in float32


def small_network():
    net = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(16, 3))
    pixels, labels = torch.randint(0, 256, [12, 3, 6, 6], dtype=torch.uint8), torch.arange(12) % 3
    tensors = {"before." + key: tensor.clone() for key, tensor in net.state_dict().items()}
    return net, pixels, labels, {**tensors, "pixels": pixels, "labels": labels}


def sharpness_aware():
    """Foret et al. 2021, https://arxiv.org/abs/2010.01412, algorithm 1, around torch's SGD; batch norm learns from the first pass."""
    net, pixels, labels, tensors = small_network()
    sgd = torch.optim.SGD(decayed_and_not(dict(net.named_parameters()), 5e-3), lr=0.1, momentum=0.9)
    losses = []
    for _ in range(6):
        sgd.zero_grad()
        loss = F.cross_entropy(net(pixels.float() / 255), labels)
        loss.backward()
        losses.append(loss.item())
        kept = {key: tensor.clone() for key, tensor in net.state_dict().items()}
        with torch.no_grad():
            norm = torch.stack([p.grad.norm() for p in net.parameters()]).norm()
            for p in net.parameters():
                p.add_(p.grad, alpha=0.2 / norm.item())
        sgd.zero_grad()
        F.cross_entropy(net(pixels.float() / 255), labels).backward()
        net.load_state_dict(kept)
        sgd.step()
    tensors.update({"losses": torch.tensor(losses)})
    tensors.update({"after." + key: tensor for key, tensor in net.state_dict().items()})
    write("sharpness-aware", tensors)


def averaged():
    """torch.optim.swa_utils: the weights after each of four epochs of one step, and batch norm's statistics by batches of four."""
    net, pixels, labels, tensors = small_network()
    images = pixels.float() / 255
    sgd, average = torch.optim.SGD(net.parameters(), lr=0.5), AveragedModel(net)
    for epoch in range(4):
        sgd.zero_grad()
        F.cross_entropy(net(images), labels).backward()
        sgd.step()
        average.update_parameters(net)
        tensors.update({"%d.%s" % (epoch, key): tensor.clone() for key, tensor in net.state_dict().items()})
    update_bn(images.split(4), average)
    tensors.update({"average." + key: tensor for key, tensor in average.module.state_dict().items()})
    write("averaged", tensors)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for seed, make in enumerate(
        [layers, cross_entropy, optimisers, schedules, network, later_layers, later_optimisers, sharpness_aware, averaged]
    ):
        torch.manual_seed(seed)
        make()
