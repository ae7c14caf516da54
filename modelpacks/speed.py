"""How fast diffusers is, for `npm run bench:inference`: `python -m modelpacks.speed FOLDER --prompt "…" --out frames.rgb`.

Makes takes on the CPU as LattePipeline does, the first one to warm up, and prints JSON: milliseconds of every step, of every whole take
(text, steps and frames), and the highest resident memory. `--out` gets the frames of the last take, as rgb24.
"""

from __future__ import annotations

import argparse
import json
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import torch

from .reference import decode, load


def peak() -> int:
    """Highest resident memory of this process in bytes."""
    try:
        return 1024 * int(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")).split()[1])
    except OSError:
        import resource
        import sys

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def take(pipe: Any, args: argparse.Namespace) -> tuple[list[float], float, Any]:
    """Milliseconds of each step and of all, and the frames f32[F,H,W,3] in 0..1."""
    ends: list[float] = []

    def keep(_pipe: Any, _step: int, _time: Any, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        ends.append(time.perf_counter())
        return tensors

    places = pipe.transformer.temp_pos_embed
    pipe.transformer.temp_pos_embed = places[:, : args.frames]
    began = time.perf_counter()
    autocast = torch.autocast("cpu", torch.bfloat16) if args.dtype == "bf16" else nullcontext()
    with torch.no_grad(), autocast:
        codes = pipe(
            prompt=args.prompt,
            negative_prompt="",
            num_inference_steps=args.steps,
            guidance_scale=args.guidance,
            video_length=args.frames,
            height=args.height,
            width=args.width,
            clean_caption=False,
            generator=torch.Generator().manual_seed(args.seed),
            output_type="latent",
            callback_on_step_end=keep,
        ).frames
        film = decode(pipe, codes.float())
    pipe.transformer.temp_pos_embed = places
    # The first step also reads the text; the others run from end to end.
    return [1000 * (b - a) for a, b in zip(ends, ends[1:])], 1000 * (time.perf_counter() - began), film


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--prompt", required=True)
    ap.add_argument("--dtype", choices=("fp32", "bf16"), default="fp32")
    for name, value in (("seed", 7), ("steps", 12), ("frames", 16), ("width", 128), ("height", 128), ("takes", 2), ("threads", 0)):
        ap.add_argument(f"--{name}", type=int, default=value)
    ap.add_argument("--guidance", type=float, default=2)
    ap.add_argument("--out", type=Path)
    args = ap.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    pipe = load(args.folder)
    steps, takes = [], []
    for index in range(args.takes + 1):
        ends, whole, film = take(pipe, args)
        if index > 0:
            steps += ends
            takes.append(whole)
    if args.out:
        args.out.write_bytes((film * 255 + 0.5).clip(0, 255).astype("uint8").tobytes())
    print(json.dumps({"stepMs": steps, "takeMs": takes, "peakBytes": peak()}))


if __name__ == "__main__":
    main()
