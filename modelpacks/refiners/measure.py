"""Measures an upscaler's graph against bicubic enlargement: `python -m modelpacks.refiners.measure PACK FOLDER --out figures.json`.

Each picture in FOLDER is cut to a multiple of the factor, made smaller by bicubic reduction, and enlarged again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image


def psnr(made: np.ndarray, wanted: np.ndarray, edge: int) -> float:
    """dB over all channels, without `edge` pixels at the border."""
    cut = np.s_[edge:-edge, edge:-edge]
    error = ((made[cut].astype(np.float64) - wanted[cut].astype(np.float64)) ** 2).mean()
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("pack", type=Path)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--footage", default="photographs, bicubically reduced")
    ap.add_argument("--out", type=Path)
    args = ap.parse_args()
    manifest = json.loads((args.pack / "pack.json").read_text())
    factor, pixels = manifest["factor"], manifest["pixels"]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(args.pack / "network" / "model.onnx", options, providers=["CPUExecutionProvider"])
    rows = []
    for path in sorted(args.folder.iterdir()):
        large = Image.open(path).convert("RGB")
        large = large.crop((0, 0, min(512, large.width) // factor * factor, min(512, large.height) // factor * factor))
        small = large.resize((large.width // factor, large.height // factor), Image.Resampling.BICUBIC)
        span = pixels["white"] - pixels["black"]
        frame = np.asarray(small, np.float32).transpose(2, 0, 1)[None] / 255 * span + pixels["black"]
        made = session.run(None, {session.get_inputs()[0].name: frame})[0][0].transpose(1, 2, 0)
        made = np.clip((made - pixels["black"]) / span * 255 + 0.5, 0, 255).astype(np.uint8)
        plain = np.asarray(small.resize(large.size, Image.Resampling.BICUBIC))
        row = {"picture": path.name, "psnr": psnr(made, np.asarray(large), 4), "bicubic": psnr(plain, np.asarray(large), 4)}
        print(row["picture"], round(row["psnr"], 2), round(row["bicubic"], 2))
        rows.append({key: round(v, 2) if isinstance(v, float) else v for key, v in row.items()})
    figure = {
        "footage": args.footage,
        "frames": len(rows),
        "psnr": round(float(np.mean([r["psnr"] for r in rows])), 2),
        "baseline": "bicubic",
        "baselinePsnr": round(float(np.mean([r["bicubic"] for r in rows])), 2),
    }
    print(figure)
    report = {
        "what": "Peak signal-to-noise ratio of the enlarged against the original picture, mean over pictures, in dB.",
        "figures": [figure],
        "pictures": rows,
    }
    if args.out:
        args.out.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
