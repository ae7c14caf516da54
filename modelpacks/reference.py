"""Runs diffusers' own LattePipeline on a folder: `python -m modelpacks.reference FOLDER --prompt "…" --out clip.png`."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, LattePipeline
from PIL import Image

SCHEDULERS = {"DPMSolverMultistepScheduler": DPMSolverMultistepScheduler, "DDIMScheduler": DDIMScheduler}


def load(folder: Path, scheduler: str | None = None) -> LattePipeline:
    """The pipeline of a diffusers folder in float32, with another scheduler on the same settings if asked."""
    pipe = LattePipeline.from_pretrained(folder)
    pipe.set_progress_bar_config(disable=True)
    if scheduler:
        pipe.scheduler = SCHEDULERS[scheduler].from_pretrained(folder / "scheduler")
    return pipe


def latents(pipe: LattePipeline, prompt: str, seed: int, steps: int, guidance: float, negative: str = "", frames: int = 16) -> torch.Tensor:
    """Final sampler latents f32[1,C,F,h,w] from PyTorch's CPU noise."""
    size = pipe.transformer.config.sample_size * 2 ** (len(pipe.vae.config.block_out_channels) - 1)
    # diffusers adds the whole table of temporal places; a shorter clip has the first of them.
    places = pipe.transformer.temp_pos_embed
    pipe.transformer.temp_pos_embed = places[:, :frames]
    code = pipe(
        prompt=prompt,
        negative_prompt=negative,
        num_inference_steps=steps,
        guidance_scale=guidance,
        video_length=frames,
        height=size,
        width=size,
        clean_caption=False,
        generator=torch.Generator().manual_seed(seed),
        output_type="latent",
    ).frames
    pipe.transformer.temp_pos_embed = places
    return code


@torch.no_grad()
def decode(pipe: LattePipeline, codes: torch.Tensor) -> np.ndarray:
    """Sampler latents f32[1,C,F,h,w] -> frames f32[F,H,W,3] in 0..1."""
    batch = codes[0].transpose(0, 1) / pipe.vae.config.scaling_factor
    return (pipe.vae.decode(batch).sample / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1).float().numpy()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--prompt", required=True)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--steps", type=int, default=20)
    ap.add_argument("--guidance", type=float, default=4)
    ap.add_argument("--scheduler", choices=SCHEDULERS)
    ap.add_argument("--out", type=Path, required=True, help="PNG of all frames side by side")
    args = ap.parse_args()
    pipe = load(args.folder, args.scheduler)
    film = decode(pipe, latents(pipe, args.prompt, args.seed, args.steps, args.guidance))
    Image.fromarray((np.concatenate(list(film), 1) * 255 + 0.5).astype(np.uint8)).save(args.out)


if __name__ == "__main__":
    main()
