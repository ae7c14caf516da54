"""Trains the upscaler: `python -m modelpacks.train.refiners.upscaler --minutes 12 --pack assets/models/cortado-mini`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from ..common import parser
from .footage import stills
from .learn import loss_of, planes, pooled, psnr, train
from .networks import Upscaler
from .wear import Wear

CROP = 40
BATCH = 6


def step(pool: dict[str, np.ndarray], network: torch.nn.Module, rng: np.random.Generator) -> torch.Tensor:
    picks = rng.integers(len(pool["small"]), size=BATCH)
    rows = []
    for n in picks:
        y, x = corner(pool["mask"][n], rng)
        small, large = np.s_[y : y + CROP, x : x + CROP], np.s_[2 * y : 2 * (y + CROP), 2 * x : 2 * (x + CROP)]
        row = pool["small"][n][small], pool["large"][n][large], pool["mask"][n][large]
        rows.append(tuple(part[:, ::-1] for part in row) if rng.random() < 0.5 else row)
    small, large, mask = (np.stack([row[i] for row in rows]) for i in range(3))
    return loss_of(network(planes(small)), planes(large), torch.from_numpy(mask)[:, None].float() / 255)


def corner(mask: np.ndarray, rng: np.random.Generator) -> tuple[int, int]:
    """Where a piece starts, in small pixels: every other one about the subject."""
    room = mask.shape[0] // 2 - CROP
    hit = np.argwhere(mask[::8, ::8] > 0) * 4
    if len(hit) == 0 or rng.random() < 0.5:
        return int(rng.integers(room + 1)), int(rng.integers(room + 1))
    y, x = hit[rng.integers(len(hit))] - CROP // 2
    return int(np.clip(y, 0, room)), int(np.clip(x, 0, room))


@torch.no_grad()
def measure(network: torch.nn.Module, small: np.ndarray, large: np.ndarray) -> dict[str, float]:
    """Mean PSNR of the network, of bicubic and of bilinear enlargement, against the true large pictures."""
    totals = {"psnr": 0.0, "bicubic": 0.0, "bilinear": 0.0}
    for n in range(len(small)):
        low, high = planes(small[n : n + 1]), planes(large[n : n + 1])
        totals["psnr"] += float(psnr(network(low), high))
        for mode in ("bicubic", "bilinear"):
            totals[mode] += float(psnr(F.interpolate(low, scale_factor=2.0, mode=mode, align_corners=False), high))
    return {key: round(total / len(small), 3) for key, total in totals.items()}


def main() -> None:
    ap = parser("Train the upscaler")
    ap.add_argument("--minutes", type=float, default=12)
    ap.add_argument("--stills", type=int, default=2000)
    ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--pack", type=Path, help="the generator whose autoencoder wears the footage")
    ap.add_argument("--resume", action="store_true")
    args = ap.parse_args()
    torch.set_num_threads(1)
    wear = Wear(args.pack)
    pool = pooled(args.work / "upscaler-pool.npz", lambda: stills(args.stills, args.seed, wear))
    held = pooled(args.work / "upscaler-held.npz", lambda: stills(64, args.seed + 10_007, wear, held_out=True, each=1))
    train(
        Upscaler(),
        lambda network, rng: step(pool, network, rng),
        lambda network: measure(network, held["small"], held["large"]),
        args.work / "upscaler.pt",
        args.minutes,
        args.lr,
        args.seed,
        args.resume,
    )


if __name__ == "__main__":
    main()
