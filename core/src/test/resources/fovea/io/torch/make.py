"""Writes the references of TorchFileTest with PyTorch 1.13: python3 make.py FOLDER."""
import collections, sys
import torch

folder = sys.argv[1]
grid = torch.arange(24.0) / 4 - 2
shared = grid.reshape(2, 3, 4)
weights = collections.OrderedDict()
weights["plain"] = grid.clone().reshape(4, 6)
weights["shared"] = shared
weights["transposed"] = shared.permute(2, 0, 1)
weights["part"] = grid[5:11]
weights["column"] = shared[:, 1, 2]
weights["scalar"] = torch.tensor(7)
weights["empty"] = torch.zeros(0, 3)
weights["double"] = grid.double()
weights["half"] = grid.half()
weights["bfloat16"] = grid.bfloat16()
weights["int"] = torch.arange(-3, 3, dtype=torch.int32)
weights["short"] = torch.arange(-3, 3, dtype=torch.int16)
weights["char"] = torch.arange(-3, 3, dtype=torch.int8)
weights["byte"] = torch.arange(250, 256, dtype=torch.uint8)
weights["bool"] = torch.tensor([True, False, True])
weights["parameter"] = torch.nn.Parameter(grid.clone())
weights["channels_last"] = torch.arange(24.0).reshape(1, 2, 3, 4).contiguous(memory_format=torch.channels_last)
weights._metadata = {"": {"version": 1}}
for name, new in ("new", True), ("old", False):
    torch.save(weights, f"{folder}/{name}.pth", _use_new_zipfile_serialization=new)

model = torch.nn.Linear(2, 2)
with torch.no_grad():
    model.weight.fill_(1), model.bias.fill_(2)
average = {name: tensor + 1 for name, tensor in model.state_dict().items()}
optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
with torch.no_grad():
    model.weight.fill_(1), model.bias.fill_(2)
training = {
    "epoch": 3, "arch": "linear", "best": 0.5, "size": torch.Size([2, 2]), "dtype": torch.float32,
    "device": torch.device("cpu"), "tags": {"a", "b"}, "optimizer": optimizer.state_dict(),
    "state_dict": {"module." + name: tensor for name, tensor in model.state_dict().items()},
}
torch.save(training, f"{folder}/training.pth")
torch.save(dict(training, state_dict_ema=average), f"{folder}/training-ema.pth")
torch.save({"a": model.state_dict(), "b": average}, f"{folder}/two.pth")
torch.save(model, f"{folder}/module.pth")
torch.save(shared, f"{folder}/tensor.pth")
torch.jit.script(model).save(f"{folder}/script.pt")
torch.save({"w": torch.zeros(1).expand(2_500_000_000)}, f"{folder}/expanded.pth")
torch.save({"w": torch.zeros(2, dtype=torch.complex64)}, f"{folder}/complex.pth")
