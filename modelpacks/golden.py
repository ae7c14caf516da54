"""Writes what the reference makes of the bundled pack: `python -m modelpacks.golden`.

For two prompts and both schedulers: ids, embeddings, final latents of 8 steps at guidance 3, and frame means.
"""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path

import numpy as np
import torch

from .reference import SCHEDULERS, decode, latents
from .restore import pipeline

ROOT = Path(__file__).resolve().parents[1]
PROMPTS = ("a red ball bounces in a field by day", "A blue star rises, over the ocean, at night!")
SEED, STEPS, GUIDANCE = 7, 8, 3.0


def base(values: torch.Tensor | np.ndarray) -> str:
    """Little-endian float32 in base64."""
    return base64.b64encode(np.ascontiguousarray(np.asarray(values), "<f4").tobytes()).decode()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--pack", type=Path, default=ROOT / "assets/models/cortado-mini")
    ap.add_argument("--out", type=Path, default=ROOT / "test/fixtures/mini/golden.json")
    args = ap.parse_args()
    pipe = pipeline(args.pack)
    pipe.set_progress_bar_config(disable=True)
    runs = []
    for prompt in PROMPTS:
        ids = pipe.tokenizer(prompt.lower().strip(), padding="max_length", max_length=120, truncation=True).input_ids
        embeds, negative = pipe.encode_prompt(prompt, True, negative_prompt="", clean_caption=False)
        for name, kind in SCHEDULERS.items():
            pipe.scheduler = kind.from_pretrained(args.pack / "scheduler")
            code = latents(pipe, prompt, SEED, STEPS, GUIDANCE)
            film = decode(pipe, code)
            # Means over 8 x 8 pixels of the first and the last frame.
            small = film[[0, -1]].reshape(2, 16, 8, 16, 8, 3).mean((2, 4))
            runs.append(
                {
                    "prompt": prompt,
                    "negativePrompt": "",
                    "seed": SEED,
                    "steps": STEPS,
                    "guidance": GUIDANCE,
                    "scheduler": name,
                    "ids": ids,
                    "embeds": {
                        "shape": list(embeds.shape),
                        "first": [round(float(v), 6) for v in embeds.flatten()[:32]],
                        "negativeFirst": [round(float(v), 6) for v in negative.flatten()[:32]],
                    },
                    "latents": {"shape": list(code.shape), "float32": base(code)},
                    "frames": {"indices": [0, film.shape[0] - 1], "shape": list(small.shape), "float32": base(small)},
                }
            )
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps({"pack": args.pack.name, "runs": runs}, indent=1) + "\n")
    print(args.out, args.out.stat().st_size)


if __name__ == "__main__":
    main()
