"""Measures the newest checkpoint on held-out combinations: `python -m modelpacks.train.evaluate`.

Writes evaluation.json to the work folder; `modelpacks.train.publish` puts it in the pack.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from .common import parser
from .frechet import frechet_distance, principal_axes
from .grammar import Combination, caption, draw_combination
from .pool import encode, load_vae
from .reader import FIELDS, accuracy, features, label, load_reader, read, renderings, shrink
from .render import render
from .sample import generate, load_bundle, sheet
from .vae import pool, psnr

ROOT = Path(__file__).resolve().parents[2]
DIMENSIONS = 24


def held_out_prompts(count: int, seed: int, seen: bool = False) -> tuple[list[Combination], list[str]]:
    """Combinations that training never saw, each in a random wording that says all of it."""
    rng = np.random.default_rng(seed)
    combos = [draw_combination(rng, not seen) for _ in range(count)]
    return combos, [caption(c, rng, whole=True) for c in combos]


def _part(job: tuple) -> np.ndarray:
    work, prompts, seeds, steps, guidance, frames = job
    torch.set_num_threads(1)
    return generate(load_bundle(work), load_vae(work / "vae-final.pt"), prompts, seeds, steps, guidance, frames=frames)


def generate_all(work: Path, prompts: list[str], steps: int, guidance: float, processes: int, frames: int = 16) -> np.ndarray:
    """Clips of prompt i with seed i, made by several processes with one thread each."""
    parts = np.array_split(np.arange(len(prompts)), processes)
    jobs = [(work, [prompts[i] for i in part], [int(i) for i in part], steps, guidance, frames) for part in parts]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool_of_processes:
        return np.concatenate(list(pool_of_processes.map(_part, jobs)))


def adherence(reader: torch.nn.Module, film: np.ndarray, combos: list[Combination]) -> dict[str, float]:
    """Share of clips in which the reader finds what was asked for, and in which it finds all five at once."""
    found = read(reader, np.stack([shrink(clip) for clip in film]))
    meant = np.asarray([label(c) for c in combos])
    return accuracy(found, meant) | {"all_five": round(float((found == meant).all(1).mean()), 4)}


def decoded_renderings(vae: torch.nn.Module, combos: list[Combination], seed: int) -> np.ndarray:
    """Renderings through the autoencoder: what a perfect sampler would show."""
    film = []
    for index, combo in enumerate(combos):
        code = encode(vae, render(combo, seed * 1_000_003 + index).frames, "cpu").transpose(0, 1)
        with torch.no_grad():
            pictures = vae.decode(code).sample
        film.append(((pictures / 2 + 0.5).clamp(0, 1) * 255 + 0.5).byte().permute(0, 2, 3, 1).numpy())
    return np.stack(film)


def distances(reader: torch.nn.Module, film: np.ndarray, decoded: np.ndarray, combos: list[Combination], seed: int) -> dict[str, object]:
    """Fréchet distances from renderings: to other renderings, to generated clips and to renderings through the autoencoder.

    All sets are of the same size, since few clips alone make a distance, and all show held-out combinations.
    """
    count = min(len(film), len(decoded))

    def drawn(offset: int, wanted: list[Combination]) -> np.ndarray:
        return features(reader, np.stack([shrink(render(c, offset + i).frames) for i, c in enumerate(wanted)]))

    rng = np.random.default_rng(seed + 808)
    others = [draw_combination(rng, True) for _ in range(2 * count)]
    axes = principal_axes(drawn(500_000, others), DIMENSIONS)
    sets = {
        "real": drawn(600_000, combos[:count]),
        "realToReal": drawn(700_000, combos[:count]),
        "realToGenerated": features(reader, np.stack([shrink(clip) for clip in film[:count]])),
        "realToDecoded": features(reader, np.stack([shrink(clip) for clip in decoded[:count]])),
    }
    rows = {name: values @ axes for name, values in sets.items()}
    real = rows.pop("real")
    spread = real.var(0).sum()
    out: dict[str, object] = {name: round(frechet_distance(real, values) / spread, 4) for name, values in rows.items()}
    return out | {"clips": count, "features": f"{DIMENSIONS} principal directions of the classifier's features, in units of their variance"}


def review(film: np.ndarray) -> dict[str, object]:
    """The studio's own review of the clips: the share that neither freezes, jumps nor flickers, and how often each thing was found."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index:04d}.mkv" for index in range(len(film))]
        for path, clip in zip(paths, film):
            size = f"{clip.shape[2]}x{clip.shape[1]}"
            command = ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", "8", "-i", "-", "-c:v", "ffv1", str(path)]
            subprocess.run(command, input=clip.tobytes(), check=True)
        command = ["npm", "run", "-s", "cortado", "--", "review", *map(str, paths), "--json"]
        lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip().splitlines()
    found = [{f["kind"] for f in item["review"]["findings"]} for item in json.loads(lines[-1])["reviews"]]
    kinds = sorted(set().union(*found))
    return {
        "clips": len(found),
        "withoutFreezeJumpFlicker": round(sum(not kinds & {"frozen", "jump", "flicker"} for kinds in found) / len(found), 4),
        "findings": {kind: sum(kind in kinds for kinds in found) for kind in kinds},
    }


def sweep(args: argparse.Namespace, reader: torch.nn.Module) -> list[dict[str, object]]:
    """Adherence over guidance at 12 steps, and over steps at guidance 2: the defaults are the knee."""
    combos, prompts = held_out_prompts(args.sweep, args.seed + 4321)
    settings = [(12, g) for g in (1.0, 2.0, 3.0)] + [(steps, 2.0) for steps in (4, 6, 20)]
    rows = []
    for steps, guidance in settings:
        film = generate_all(args.work, prompts, steps, guidance, args.processes)
        rows.append({"steps": steps, "guidance": guidance, "clips": args.sweep, **adherence(reader, film, combos)})
        print(json.dumps(rows[-1]), flush=True)
    return rows


def main() -> None:
    ap = parser("Evaluate the newest checkpoint")
    ap.add_argument("--count", type=int, default=300)
    ap.add_argument("--steps", type=int, default=12)
    ap.add_argument("--guidance", type=float, default=2)
    ap.add_argument("--processes", type=int, default=2)
    ap.add_argument("--seen", action="store_true", help="measure seen combinations instead and write nothing")
    ap.add_argument("--quick", action="store_true", help="adherence only; writes nothing")
    ap.add_argument("--sweep", type=int, default=0, help="measure this many clips of each setting, write sweep.json for the next run, and stop")
    ap.add_argument("--sheet", type=Path, help="PNG of the first 24 clips, unselected")
    args = ap.parse_args()
    torch.set_num_threads(1)
    reader, vae = load_reader(args.work), load_vae(args.work / "vae-final.pt")
    if args.sweep:
        (args.work / "sweep.json").write_text(json.dumps(sweep(args, reader)) + "\n")
        return
    combos, prompts = held_out_prompts(args.count, args.seed + 1234, args.seen)
    film = generate_all(args.work, prompts, args.steps, args.guidance, args.processes)
    found = adherence(reader, film, combos)
    print(json.dumps(found), flush=True)
    if args.sheet:
        sheet(film[:24], prompts[:24], args.sheet)
    if args.quick or args.seen:
        return
    state = torch.load(args.work / "latte.pt", weights_only=True)
    real, wanted = renderings(400, args.seed + 99)
    decoded = decoded_renderings(vae, combos[:200], args.seed + 55)
    report = {
        "what": f"{args.count} held-out combinations in random wordings, seeds 0 to {args.count - 1}, read by a classifier on pixels",
        "steps": args.steps,
        "guidance": args.guidance,
        "training": {"steps": state["step"], "frames": state.get("frames"), "coreHours": round(state.get("hours", 0.0), 2)},
        "reader": {"renderings": 400, "accuracy": accuracy(read(reader, real), wanted), "decodedRenderings": adherence(reader, decoded, combos[:200])},
        "adherence": found,
        "chance": {name: round(1 / len(values), 3) for name, values in FIELDS.items()},
        "frechet": distances(reader, film, decoded, combos, args.seed),
        "review": {"generated": review(film), "rendered": review(np.stack([render(c, 7_000 + i).frames for i, c in enumerate(combos[:100])]))},
        "autoencoder": psnr(vae, *pool(30, args.seed + 77), "cpu"),
    }
    if (args.work / "sweep.json").exists():
        report["sweep"] = json.loads((args.work / "sweep.json").read_text())
    print(json.dumps(report, indent=1))
    (args.work / "evaluation.json").write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
