"""What the steps share: the work folder, devices, logs, EMA, and the shape of each network."""

from __future__ import annotations

import argparse
import json
import os
import time
from contextlib import nullcontext
from pathlib import Path

import torch

LATENT_CHANNELS = 8
TEXT_LENGTH = 120

VAE_CONFIG = dict(
    in_channels=3,
    out_channels=3,
    down_block_types=("DownEncoderBlock2D",) * 4,
    up_block_types=("UpDecoderBlock2D",) * 4,
    block_out_channels=(8, 16, 40, 64),
    layers_per_block=1,
    latent_channels=LATENT_CHANNELS,
    # One group keeps the relation between channels, and so colour, through every norm.
    norm_num_groups=1,
    sample_size=128,
    scaling_factor=1.0,
    mid_block_add_attention=False,
)


def parser(description: str) -> argparse.ArgumentParser:
    """The options that every step has."""
    out = argparse.ArgumentParser(description=description)
    default = os.environ.get("CORTADO_MINI_WORK", str(Path.home() / ".cache" / "cortado-mini"))
    out.add_argument("--work", type=Path, default=Path(default), help="folder for pools, logs and checkpoints")
    out.add_argument("--device", default="cpu")
    out.add_argument("--seed", type=int, default=0)
    return out


def multiplies_bf16(kind: str) -> bool:
    """True on CUDA and on processors with AVX-512 BF16 or AMX; elsewhere bf16 only costs."""
    return kind == "cuda" or (kind == "cpu" and (torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()))


def autocast(device: str):
    """bf16 where the device multiplies it, plain fp32 elsewhere."""
    kind = device.split(":")[0]
    return torch.autocast(kind, torch.bfloat16) if multiplies_bf16(kind) else nullcontext()


def save(path: Path, value: object) -> None:
    """Writes a checkpoint whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    torch.save(value, temporary)
    os.replace(temporary, path)


class Log:
    """Appends JSON lines to a file and to the terminal."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("a")
        self.start = time.time()

    def write(self, **row: object) -> None:
        line = json.dumps({"seconds": round(time.time() - self.start, 1), **row})
        print(line, file=self.file, flush=True)
        print(line, flush=True)


class Ema:
    """An exponential moving average of a module's parameters, with a warm-up."""

    def __init__(self, module: torch.nn.Module, decay: float) -> None:
        self.decay, self.count = decay, 0
        self.values = {k: v.detach().clone() for k, v in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: torch.nn.Module) -> None:
        self.count += 1
        decay = min(self.decay, (1 + self.count) / (10 + self.count))
        for key, value in module.state_dict().items():
            if value.is_floating_point():
                self.values[key].lerp_(value, 1 - decay)
