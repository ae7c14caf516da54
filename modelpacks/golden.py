"""Writes what diffusers makes of a pack, for `npm run -s conformance -- pipeline PACK GOLDEN`.

`python -m modelpacks.golden` writes it for the bundled pack; other makers of packs call `record` and `write`.

The file is JSON and the same for every family:

    form       1
    pack       id of the pack
    reference  what wrote it
    texts      [{text, ids}]: padded ids of the text encoder, for some texts (an empty and an overlong one among them)
    runs       [{prompt, negativePrompt, seed, steps, guidance, scheduler, size: {width, height}, frames,
                 embeds: {positive, negative}, latents, pixels,
                 and where they are needed: name, operation, keyframes: [{at, strength, rgb}], heldFrames, temporalDecoder, strength}]
    encodings  [{frames, size, latents}]: what the encoder makes of a clip, where the pack has one that reads clips

`scheduler` is a diffusers class on the settings of the pack's `scheduler_config.json`. `embeds` are f32[length, width] as the
transformer takes them (cut, masked or padded), the negative one only where guidance is above 1. `latents` is one
f32[channels, frames, height, width] after each step, before anything is unscaled; a family whose pipeline packs its latents
into tokens unpacks them first, and frames that only condition come first. The first `heldFrames` latent frames are not compared:
the reference lets them change, unseen by the model, and puts them back before it decodes. `pixels` is u8[frames, height, width, 3]. The noise comes from `torch.Generator("cpu")`.

The clip of an encoding, and the one that a run of the operation "restyle" makes anew with its `strength`, is what `drawn` draws.
An encoding is f32[channels, frames, height, width] as the sampler takes it: the mean of what the encoder takes the clip to be.

A tensor is {shape, every, float32} or {shape, every, uint8}: the values at the flat places 0, every, 2 every, … in
little-endian bytes, as base64. Large packs keep every 31st value or so (a prime number, so that no column is left out).

Allowed differences: ids none; embeddings 1e-5 and latents 1e-4 of the tensor's largest value; pixels 1 of 255. `tolerance`
({embeds, latents, pixels}) says others, for packs of smaller weights.
"""

from __future__ import annotations

import argparse
import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch

from .reference import SCHEDULERS
from .restore import pipeline

ROOT = Path(__file__).resolve().parents[1]


def floats(values: torch.Tensor, every: int = 1) -> dict[str, Any]:
    kept = values.detach().to(torch.float32).contiguous().flatten()[::every].numpy().astype("<f4")
    return {"shape": list(values.shape), "every": every, "float32": base64.b64encode(kept.tobytes()).decode()}


def levels(video: np.ndarray, every: int = 1) -> dict[str, Any]:
    """`video` is f32[F,H,W,3] in 0..1."""
    kept = np.round(video * 255).astype(np.uint8).ravel()[::every]
    return {"shape": list(video.shape), "every": every, "uint8": base64.b64encode(kept.tobytes()).decode()}


def drawn(frames: int, width: int, height: int) -> np.ndarray:
    """A clip of bars that move, u8[frames, height, width, 3]. main/inference/golden/drawn.ts draws the same."""
    f, y, x, c = np.meshgrid(*(np.arange(n) for n in (frames, height, width, 3)), indexing="ij")
    return ((7 * x + 5 * y + 11 * f + 60 * c) % 256).astype(np.uint8)


def record(
    pipe: Any,
    *,
    prompt: str,
    negative: str,
    seed: int,
    steps: int,
    guidance: float,
    size: tuple[int, int],
    frames: int,
    embeds: tuple[torch.Tensor, torch.Tensor | None],
    every: int = 1,
    every_pixel: int | None = None,
    unpack: Callable[[torch.Tensor], torch.Tensor] = lambda latents: latents,
    **call: Any,
) -> dict[str, Any]:
    """One run. `size` is (width, height); `embeds` and what `unpack` gives have a batch dimension of 1; `call` goes to the pipeline as it is."""
    trace: list[torch.Tensor] = []

    def keep(_pipe: Any, _step: int, _time: Any, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        trace.append(unpack(tensors["latents"]).clone())
        return {}

    video = pipe(
        prompt=prompt,
        negative_prompt=negative,
        num_inference_steps=steps,
        guidance_scale=guidance,
        width=size[0],
        height=size[1],
        generator=torch.Generator("cpu").manual_seed(seed),
        output_type="pt",
        callback_on_step_end=keep,
        **call,
    ).frames[0]
    positive, other = embeds
    texts = {"positive": floats(positive[0], every)}
    if guidance > 1 and other is not None:
        texts["negative"] = floats(other[0], every)
    return {
        "prompt": prompt,
        "negativePrompt": negative,
        "seed": seed,
        "steps": steps,
        "guidance": guidance,
        "scheduler": type(pipe.scheduler).__name__,
        "size": {"width": size[0], "height": size[1]},
        "frames": frames,
        "embeds": texts,
        "latents": [floats(latents[0], every) for latents in trace],
        "pixels": levels(video.permute(0, 2, 3, 1).float().numpy(), every_pixel or every),
    }


def write(path: Path, pack: str, texts: list[dict[str, Any]], runs: list[dict[str, Any]], **more: Any) -> None:
    reference = f"diffusers {diffusers.__version__}, torch {torch.__version__.split('+')[0]}"
    lines = ",\n".join(json.dumps(run, separators=(",", ":")) for run in runs)
    head = json.dumps({"form": 1, "pack": pack, "reference": reference, **more, "texts": texts}, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head[:-1]},"runs":[\n{lines}\n]}}\n')


def latte_texts(pipe: Any, texts: list[str]) -> list[dict[str, Any]]:
    """Ids as LattePipeline makes them without its caption cleaning."""
    rows = [pipe.tokenizer(t.lower().strip(), padding="max_length", max_length=120, truncation=True).input_ids for t in texts]
    return [{"text": text, "ids": ids} for text, ids in zip(texts, rows, strict=True)]


def latte_run(pipe: Any, prompt: str, negative: str, frames: int, **rest: Any) -> dict[str, Any]:
    """One run of a LattePipeline without its caption cleaning."""
    embeds = pipe.encode_prompt(prompt, True, negative_prompt=negative, clean_caption=False)
    return record(
        pipe, prompt=prompt, negative=negative, frames=frames, embeds=embeds, clean_caption=False, video_length=frames, **rest
    )


def main() -> None:
    ap = argparse.ArgumentParser(description="Writes the golden file of the bundled pack.")
    ap.add_argument("--pack", type=Path, default=ROOT / "assets/models/cortado-mini")
    ap.add_argument("--out", type=Path, default=ROOT / "test/fixtures/mini/golden.json")
    args = ap.parse_args()
    pipe = pipeline(args.pack)
    pipe.set_progress_bar_config(disable=True)
    manifest = json.loads((args.pack / "pack.json").read_text())
    frames, size = manifest["frames"]["default"], manifest["size"]["default"]
    # diffusers adds the whole table of temporal places; a shorter clip has the first of them.
    pipe.transformer.temp_pos_embed = pipe.transformer.temp_pos_embed[:, :frames]
    prompts = ("a red ball bounces in a field by day", "A blue star rises, over the ocean, at night!")
    runs = []
    for prompt, kind in zip(prompts, SCHEDULERS.values(), strict=True):
        pipe.scheduler = kind.from_pretrained(args.pack / "scheduler")
        call = {"seed": 7, "steps": 20, "guidance": 2.0, "size": (size["width"], size["height"]), "every": 31}
        runs.append(latte_run(pipe, prompt, "", frames, **call))
    write(args.out, manifest["id"], latte_texts(pipe, [*prompts, "", "a " * 200 + "cone"]), runs)
    print(args.out, args.out.stat().st_size)


if __name__ == "__main__":
    main()
