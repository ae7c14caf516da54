"""Measures the newest checkpoint on held-out combinations: `python -m modelpacks.train.evaluate`.

Writes evaluation.json to the work folder; `modelpacks.train.publish` puts it in the pack.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from .common import parser
from .grammar import draw_combination, plain_caption
from .pool import load_vae
from .reader import FIELDS, Reader, accuracy, label, read, renderings, shrink
from .sample import generate, load_bundle, sheet
from .vae import pool, psnr


def steadiness(film: np.ndarray) -> dict[str, float]:
    """Share of clips whose frames change at all, and mean change of the top rows, where little should move."""
    clips = film.astype(np.float32) / 255
    change = np.abs(np.diff(clips, axis=1)).mean((2, 3, 4))
    return {
        "mean_change": round(float(change.mean()), 4),
        "largest_over_median_change": round(float(np.median(change.max(1) / np.maximum(np.median(change, 1), 1e-4))), 2),
    }


def main() -> None:
    ap = parser("Evaluate the newest checkpoint")
    ap.add_argument("--count", type=int, default=60)
    ap.add_argument("--steps", type=int, default=20)
    ap.add_argument("--guidance", type=float, default=3)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seen", action="store_true")
    ap.add_argument("--sheet", default=None, help="PNG of the first 24 clips, unselected")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    reader = Reader()
    reader.load_state_dict(torch.load(args.work / "reader.pt", weights_only=True))
    real, wanted = renderings(400, args.seed + 99)
    bundle, vae = load_bundle(args.work).to(args.device), load_vae(args.work / "vae-final.pt").to(args.device)
    rng = np.random.default_rng(args.seed + 1234)
    combos = [draw_combination(rng, not args.seen) for _ in range(args.count)]
    prompts = [plain_caption(c) for c in combos]
    film = generate(bundle, vae, prompts, list(range(args.count)), args.steps, args.guidance, args.device)
    found, meant = read(reader, np.stack([shrink(clip) for clip in film])), np.asarray([label(c) for c in combos])
    state = torch.load(args.work / "latte.pt", weights_only=True)
    report = {
        "what": f"{args.count} {'seen' if args.seen else 'held-out'} combinations, plain captions, seeds 0 to {args.count - 1}, read by a classifier on pixels",
        "steps": args.steps,
        "guidance": args.guidance,
        "trainingSteps": state["step"],
        "reader": {"realRenderings": 400, "accuracy": accuracy(read(reader, real), wanted)},
        "adherence": accuracy(found, meant),
        "all_five": round(float((found == meant).all(1).mean()), 4),
        "chance": {name: round(1 / len(values), 3) for name, values in FIELDS.items()},
        "change": steadiness(film),
        "autoencoder": psnr(vae, *pool(30, args.seed + 77), args.device),
    }
    if args.sheet:
        sheet(film[:24], prompts[:24], Path(args.sheet))
    print(json.dumps(report, indent=1))
    if not args.seen:
        (args.work / "evaluation.json").write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
