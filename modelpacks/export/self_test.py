"""Runs diffusers' pipeline on the weights and on the pack: the check before a pack is written, its losses, and its golden file."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .families.family import Case, Family
from .stand import Desk

# What the program allows (main/inference/golden/check.ts): relative to the largest value, and levels of 255.
LATENTS, LEVELS = 1e-4, 1
# Two devices differ in float16 about as much as either differs from float32.
MARGIN = 2.0
BEST_PSNR = 100.0


@dataclass(frozen=True)
class Loss:
    """What a pack does differently from torch in float32, over all runs of its self-test."""

    # Root mean square of the difference of the last latents, as a share of their own.
    latents: float
    # Largest difference of any latents and embeddings, as a share of the largest value.
    worst: float
    # Of the frames, in decibels; 100 where they are the same.
    psnr: float
    levels: int
    embeddings: float

    def manifest(self) -> dict[str, object]:
        return {"against": "fp32", "latentsRelative": float(f"{self.latents:.3g}"), "framesPsnr": round(self.psnr, 2)}


def values(tensor: dict[str, Any]) -> np.ndarray:
    """The kept values of a tensor of a golden file."""
    if "float32" in tensor:
        return np.frombuffer(base64.b64decode(tensor["float32"]), "<f4")
    return np.frombuffer(base64.b64decode(tensor["uint8"]), np.uint8).astype(np.float64)


def share(wanted: np.ndarray, got: np.ndarray, smallest: float) -> float:
    error = float(np.abs(wanted - got).max())
    return error / max(smallest, float(np.abs(wanted).max()), 1e-12) if math.isfinite(error) else math.inf


def free(run: dict[str, Any], index: int) -> np.ndarray:
    """Latents after a step without frames that are only held: the reference lets those change unseen."""
    tensor = run["latents"][index]
    kept = values(tensor)
    if not run["heldFrames"]:
        return kept
    _, frames, height, width = tensor["shape"]
    places = np.arange(len(kept)) * tensor["every"]
    return kept[places // (height * width) % frames >= run["heldFrames"]]


def loss(wanted: list[dict[str, Any]], got: list[dict[str, Any]]) -> Loss:
    """Of runs of golden files, which are the same runs."""
    squares, sums, frames = 0.0, 0.0, []
    worst, embeddings, levels = 0.0, 0.0, 0
    for one, other in zip(wanted, got, strict=True):
        last = len(one["latents"]) - 1
        a, b = free(one, last).astype(np.float64), free(other, last).astype(np.float64)
        squares, sums = squares + float(((a - b) ** 2).sum()), sums + float((a**2).sum())
        worst = max([worst, *(share(free(one, i), free(other, i), 0) for i in range(last + 1))])
        embeddings = max([embeddings, *(share(values(one["embeds"][k]), values(other["embeds"][k]), 1) for k in one["embeds"])])
        shown = np.abs(values(one["pixels"]) - values(other["pixels"]))
        levels = max(levels, int(shown.max()))
        frames.append(shown.ravel() ** 2)
    error = float(np.concatenate(frames).mean())
    psnr = BEST_PSNR if error == 0 else min(BEST_PSNR, 10 * math.log10(255**2 / error))
    return Loss(math.sqrt(squares / sums) if sums else 0.0, worst, psnr, levels, embeddings)


def run_all(family: Family, cases: list[Case], desk: Desk | None) -> list[dict[str, Any]]:
    return [family.run(family.pipe(case, desk), case) for case in cases]


def encoding_loss(wanted: list[dict[str, Any]], got: list[dict[str, Any]]) -> float:
    """Largest difference of encoded clips, as a share of the largest value."""
    return max((share(values(one["latents"]), values(other["latents"]), 0) for one, other in zip(wanted, got, strict=True)), default=0.0)


def tolerance(lost: Loss, dtype: str) -> dict[str, float]:
    """How far another device may be from a pack of smaller weights. Weights of few bits are multiplied in float32 still."""
    if dtype != "fp16":
        return {"embeds": 1e-4, "latents": 1e-3, "pixels": 2}
    return {
        "embeds": max(1e-5, float(f"{MARGIN * lost.embeddings:.2g}")),
        "latents": max(LATENTS, float(f"{MARGIN * lost.worst:.2g}")),
        "pixels": max(LEVELS, math.ceil(MARGIN * lost.levels)),
    }
