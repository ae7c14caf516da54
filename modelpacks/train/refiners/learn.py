"""What both trainings share: pools of footage on disk, the loop, PSNR."""

from __future__ import annotations

import time as clock
from pathlib import Path
from typing import Callable

import numpy as np
import torch

from ..common import Ema, Log, save


def planes(frames: np.ndarray) -> torch.Tensor:
    """u8[n,h,w,3] to f32[n,3,h,w] in 0..1."""
    return torch.from_numpy(np.ascontiguousarray(frames)).permute(0, 3, 1, 2).float() / 255


def psnr(made: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """dB of each picture, rounded to bytes as the studio does."""
    made = (made.clamp(0, 1) * 255).round() / 255
    return -10 * torch.log10(((made - wanted) ** 2).mean((1, 2, 3)).clamp_min(1e-8))


def pooled(path: Path, make: Callable[[], object]) -> dict[str, np.ndarray]:
    """The arrays of a pool, made and written where they are not there yet."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **vars(make()))
    with np.load(path) as file:
        return {key: file[key] for key in file.files}


def loss_of(made: torch.Tensor, wanted: torch.Tensor, mask: torch.Tensor, weight: float = 4.0) -> torch.Tensor:
    """Charbonnier distance; pixels of the subject count more, for they are what people look at."""
    distance = torch.sqrt((made - wanted) ** 2 + 1e-6).mean(1, keepdim=True)
    return (distance * (1 + weight * mask)).sum() / (1 + weight * mask).sum()


def train(
    network: torch.nn.Module,
    step: Callable[[torch.nn.Module, np.random.Generator], torch.Tensor],
    check: Callable[[torch.nn.Module], dict],
    path: Path,
    minutes: float,
    lr: float,
    seed: int,
    resume: bool,
) -> torch.nn.Module:
    """Adam with a cosine over the minutes given, of this process' own time; leaves the averaged weights in `path`."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    seen = 0
    if resume and path.exists():
        state = torch.load(path, weights_only=True)
        network.load_state_dict(state["ema"])
        seen = state["steps"]
    log = Log(path.with_suffix(".jsonl"))
    ema = Ema(network, 0.999)
    optimiser = torch.optim.AdamW(network.parameters(), lr=lr, weight_decay=1e-4)
    began = clock.process_time()
    average, told = 0.0, clock.time()
    while (share := (clock.process_time() - began) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = lr * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * share)))
        loss = step(network, rng)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        ema.update(network)
        seen += 1
        value = float(loss.detach())
        average = average + (value - average) * max(0.01, 1 / seen) if seen > 1 else value
        if clock.time() - told > 60:
            told = clock.time()
            save(path, {"ema": ema.values, "steps": seen})
            log.write(step=seen, loss=round(average, 5), share=round(share, 3))
    network.load_state_dict(ema.values)
    save(path, {"ema": ema.values, "steps": seen})
    network.eval()
    log.write(step=seen, loss=round(average, 5), **check(network))
    return network
