#!/usr/bin/python3
"""Peer: torchvision's SqueezeNet 1.1 fine-tuned in PyTorch for Python by what Fovea's recipe `finetune` says, on two cores.

The head alone for an epoch, then all layers with rates that fall by depth; AdamW, one cycle, label smoothing, crops of 0.35 to 1 of
the image, flips, colour jitter, averaged weights; bf16 autocast or fp32, channels-last, two processes that decode and crop.

Usage: finetune.py FOLDER WEIGHTS.pth EPOCHS SEED [--fp32]     FOLDER holds train/CLASS/* and test/CLASS/*; prints accuracy and images/s
"""
import copy, random, sys, time
import torch, torch.nn.functional as F
from torchvision import datasets, models, transforms as T

folder, weights, epochs, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
BF16 = "--fp32" not in sys.argv[5:]
BATCH, SIZE, HEAD, DECAY, PEAK = 32, 224, 1, 0.9, 3e-4
torch.set_num_threads(2)
torch.manual_seed(seed)
random.seed(seed)
normalize = [T.ToTensor(), T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))]
train = datasets.ImageFolder(folder + "/train", T.Compose(
    [T.RandomResizedCrop(SIZE, (0.35, 1)), T.RandomHorizontalFlip(), T.ColorJitter(0.2, 0.2, 0.2, 0.02)] + normalize))
test = datasets.ImageFolder(folder + "/test", T.Compose([T.Resize(SIZE), T.CenterCrop(SIZE)] + normalize))
net = models.squeezenet1_1()
net.load_state_dict(torch.load(weights))
net.classifier[1] = torch.nn.Conv2d(512, len(train.classes), 1)
torch.nn.init.normal_(net.classifier[1].weight, 0, 0.01)
torch.nn.init.zeros_(net.classifier[1].bias)
net = net.to(memory_format=torch.channels_last)
head = [p for n, p in net.named_parameters() if n.startswith("classifier")]
layers = [m for m in net.features if any(True for _ in m.parameters())]
groups = [dict(params=list(m.parameters()), scale=DECAY ** (len(layers) - i)) for i, m in enumerate(layers)]
groups += [dict(params=head, scale=1.0)]
optimizer = torch.optim.AdamW(groups, lr=PEAK, weight_decay=0.05)
loader = torch.utils.data.DataLoader(train, BATCH, shuffle=True, num_workers=2, persistent_workers=True)
steps, step = epochs * len(loader), 0
average = None
rates = []
for epoch in range(epochs):
    net.train()
    for m in layers:
        m.requires_grad_(epoch >= HEAD)
    start = time.perf_counter()
    for images, labels in loader:
        done = (step + 1) / steps
        rate = PEAK * (0.1 + 0.9 * done / 0.2 if done < 0.2 else (1 - done) / 0.8)
        for group in optimizer.param_groups:
            group["lr"] = rate * group["scale"]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BF16):
            logits = net(images.contiguous(memory_format=torch.channels_last))
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(logits.float(), labels, label_smoothing=0.1).backward()
        optimizer.step()
        step += 1
        if average is None:
            average = copy.deepcopy(net)
        decay = min(0.98, step / (step + 10))
        with torch.no_grad():
            for a, p in zip(average.parameters(), net.parameters()):
                a.mul_(decay).add_(p, alpha=1 - decay)
    rates.append(len(train) / (time.perf_counter() - start))
average.eval()
right = 0
with torch.inference_mode():
    for images, labels in torch.utils.data.DataLoader(test, BATCH):
        right += (average(images).argmax(1) == labels).sum().item()
whole = sorted(rates[HEAD:])
print(f"PyTorch seed {seed}: test {right / len(test):.4f}, {whole[len(whole) // 2]:.1f} images/s with all layers, {rates[0]:.1f} with the head alone, "
      + ("bf16" if BF16 else "fp32"))
