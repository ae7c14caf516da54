"""Renders clips and encodes them: `python -m modelpacks.train.pool --clips 1000 --shard 0 --shards 5`.

A shard holds the latent means f16[n,8,F,16,16] (channels, frames, rows, columns), the share of each latent that the
subject covers u8[n,F,16,16], and the combinations. Every fifth shard holds a tenth as many clips of 64 frames, of which the
training shows a part. Run it twice at once with one thread each.
"""

from __future__ import annotations

import json
import os
from dataclasses import astuple
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL

from .common import VAE_CONFIG, Log, parser
from .grammar import draw_combination
from .networks import LONGEST
from .render import FRAMES, render


def load_vae(path: object, key: str = "ema") -> AutoencoderKL:
    """The autoencoder of a checkpoint, ready to use."""
    vae = AutoencoderKL(**VAE_CONFIG)
    vae.load_state_dict(torch.load(path, weights_only=True)[key])
    return vae.eval().requires_grad_(False)


@torch.no_grad()
def encode(vae: AutoencoderKL, frames: np.ndarray, device: str) -> torch.Tensor:
    """u8[F,128,128,3] -> latent means f32[8,F,16,16]."""
    x = torch.from_numpy(frames).to(device).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
    return vae.encode(x).latent_dist.mean.transpose(0, 1).cpu()


@torch.no_grad()
def normalise(vae: AutoencoderKL, clips: int, seed: int, device: str) -> None:
    """Folds a shift and scale of each channel into the 1x1 convolutions, so that latents have mean 0 and deviation 1."""
    rng = np.random.default_rng(seed)
    frames = [render(draw_combination(rng), seed * 7919 + i).frames[[2, 13]] for i in range(clips)]
    codes = encode(vae, np.concatenate(frames), device)
    mean, std = codes.mean((1, 2, 3)).to(device), codes.std((1, 2, 3)).to(device)
    c = len(mean)
    inner, outer = vae.quant_conv, vae.post_quant_conv
    outer.bias += outer.weight[:, :, 0, 0] @ mean
    outer.weight *= std[None, :, None, None]
    inner.weight[:c] /= std[:, None, None, None]
    inner.bias[:c] = (inner.bias[:c] - mean) / std
    inner.bias[c:] -= 2 * std.log()


def make_shard(vae: AutoencoderKL, number: int, clips: int, seed: int, folder: Path, device: str) -> None:
    """Writes one shard, whole or not at all; the same number gives the same clips."""
    long = number % 5 == 4
    rng = np.random.default_rng([seed, number])
    codes, covers, combos = [], [], []
    for index in range(clips // 10 if long else clips):
        combo = draw_combination(rng)
        clip = render(combo, (seed * 1000 + number) * 1_000_000 + index, LONGEST if long else FRAMES)
        codes.append(encode(vae, clip.frames, device).half().numpy())
        covers.append((clip.masks.reshape(-1, 16, 8, 16, 8).mean((2, 4)) * 255).astype(np.uint8))
        combos.append(list(astuple(combo)))
    folder.mkdir(exist_ok=True)
    part = folder / f"{number:04d}.part.npz"
    np.savez(part, codes=np.stack(codes), covers=np.stack(covers), combos=json.dumps(combos))
    os.replace(part, folder / f"{number:04d}.npz")


def main() -> None:
    ap = parser("Render and encode shards of clips")
    ap.add_argument("--clips", type=int, default=1000, help="clips of a shard")
    ap.add_argument("--shard", type=int, default=0, help="number of the first shard")
    ap.add_argument("--shards", type=int, default=1)
    ap.add_argument("--every", type=int, default=1, help="make each n-th shard only, where n processes share the work")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--normalise", action="store_true", help="make vae-final.pt from vae.pt and stop")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    log = Log(args.work / "pool.jsonl")
    final = args.work / "vae-final.pt"
    if args.normalise:
        vae = load_vae(args.work / "vae.pt").to(args.device)
        normalise(vae, 150, args.seed + 5, args.device)
        torch.save({"ema": vae.state_dict()}, final)
        log.write(event="normalised")
        return
    vae = load_vae(final).to(args.device)
    for number in range(args.shard, args.shards, args.every):
        make_shard(vae, number, args.clips, args.seed, args.work / "pool", args.device)
        log.write(event="shard", shard=number)


if __name__ == "__main__":
    main()
