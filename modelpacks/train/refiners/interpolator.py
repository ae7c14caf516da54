"""Trains the interpolator: `python -m modelpacks.train.refiners.interpolator --minutes 12 --pack assets/models/cortado-mini`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ..common import parser
from .footage import moments
from .learn import loss_of, planes, pooled, psnr, train
from .networks import Interpolator
from .wear import Wear

BATCH = 8
CROP = 64


def step(pool: dict[str, np.ndarray], network: torch.nn.Module, rng: np.random.Generator) -> torch.Tensor:
    picks = rng.integers(len(pool["time"]), size=BATCH)
    cuts = [np.s_[n, y : y + CROP, x : x + CROP] for n in picks for y, x in [corner(pool, int(n), rng)]]
    first, second, middle, mask = (np.stack([pool[key][cut] for cut in cuts]) for key in ("first", "second", "middle", "mask"))
    first, second, middle = planes(first), planes(second), planes(middle)
    mask = torch.from_numpy(mask)[:, None].float() / 255
    time = torch.from_numpy(pool["time"][picks])[:, None, None, None]
    # The same moment told backwards and in a mirror.
    if rng.random() < 0.5:
        first, second, time = second, first, 1 - time
    flips = [axis for axis in (2, 3) if rng.random() < 0.5]
    if flips:
        first, second, middle, mask = (part.flip(flips) for part in (first, second, middle, mask))
    return loss_of(network(first, second, time), middle, mask)


def corner(pool: dict[str, np.ndarray], n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Where a piece starts, on the network's grid: about a place where the two frames differ, if there is one."""
    room = pool["first"].shape[1] - CROP
    gap = np.abs(pool["first"][n, ::8, ::8].astype(np.int16) - pool["second"][n, ::8, ::8]).max(2)
    hit = np.argwhere(gap > 24) * 8
    if len(hit) == 0 or rng.random() < 0.1:
        return int(rng.integers(room + 1)), int(rng.integers(room + 1))
    y, x = hit[rng.integers(len(hit))] - CROP // 2 + rng.integers(-8, 9, 2)
    return int(np.clip(y, 0, room)), int(np.clip(x, 0, room))


@torch.no_grad()
def measure(network: torch.nn.Module, pool: dict[str, np.ndarray]) -> dict[str, float]:
    """Mean PSNR of the network, of blended frames, and of the nearer frame, against the true frames between."""
    totals = {"psnr": 0.0, "blended": 0.0, "nearer": 0.0}
    count = len(pool["time"])
    for n in range(count):
        first, second, middle = (planes(pool[key][n : n + 1]) for key in ("first", "second", "middle"))
        time = float(pool["time"][n])
        totals["psnr"] += float(psnr(network(first, second, torch.full((1, 1, 1, 1), time)), middle))
        totals["blended"] += float(psnr((1 - time) * first + time * second, middle))
        totals["nearer"] += float(psnr(first if time < 0.5 else second, middle))
    return {key: round(total / count, 3) for key, total in totals.items()}


def main() -> None:
    ap = parser("Train the interpolator")
    ap.add_argument("--minutes", type=float, default=12)
    ap.add_argument("--moments", type=int, default=6000)
    ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--pack", type=Path, help="the generator whose autoencoder wears the footage")
    ap.add_argument("--resume", action="store_true")
    args = ap.parse_args()
    torch.set_num_threads(1)
    wear = Wear(args.pack)
    pool = pooled(args.work / "interpolator-pool.npz", lambda: moments(args.moments, args.seed, wear))
    held = pooled(args.work / "interpolator-held.npz", lambda: moments(128, args.seed + 10_007, wear, held_out=True, each=1))
    train(
        Interpolator(),
        lambda network, rng: step(pool, network, rng),
        lambda network: measure(network, held),
        args.work / "interpolator.pt",
        args.minutes,
        args.lr,
        args.seed,
        args.resume,
    )


if __name__ == "__main__":
    main()
