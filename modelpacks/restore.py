"""Turns a pack back into a diffusers folder: `python -m modelpacks.restore PACK OUT`.

The graphs hold the weights under their torch names, so the pack is its own checkpoint: nothing else is kept.
`--work FOLDER` also writes the files from which `modelpacks.train` goes on.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from diffusers import AutoencoderKL, DDIMScheduler, DPMSolverMultistepScheduler, LattePipeline, LatteTransformer3DModel
from onnx import numpy_helper
from transformers import PreTrainedTokenizerFast, T5Config, T5EncoderModel


def weights(path: Path) -> dict[str, torch.Tensor]:
    """The named weights of a graph, without the wrapper's prefix."""
    graph = onnx.load(path).graph
    return {
        t.name.removeprefix("model."): torch.from_numpy(np.array(numpy_helper.to_array(t)))
        for t in graph.initializer
        if t.name.startswith("model.")
    }


def fill(model: torch.nn.Module, values: dict[str, torch.Tensor]) -> None:
    """Loads weights; every parameter must be covered, if only by the one that it is tied to."""
    unknown = set(values) - set(model.state_dict())
    if unknown:
        raise SystemExit(f"the graphs hold weights that the model lacks: {sorted(unknown)[:3]}")
    covered = set()
    with torch.no_grad():
        for name, p in model.named_parameters(remove_duplicate=False):
            if name in values:
                p.copy_(values[name])
                covered.add(p.data_ptr())
    missing = [n for n, p in model.named_parameters(remove_duplicate=False) if p.data_ptr() not in covered]
    if missing:
        raise SystemExit(f"the graphs lack weights: {missing[:3]}")
    model.eval()


def pipeline(pack: Path) -> LattePipeline:
    """The pipeline whose weights a pack holds."""
    settings = {name: json.loads((pack / name / "config.json").read_text()) for name in ("transformer", "vae_decoder", "text_encoder")}
    transformer = LatteTransformer3DModel.from_config(settings["transformer"])
    vae = AutoencoderKL.from_config(settings["vae_decoder"])
    text = T5EncoderModel(T5Config(**settings["text_encoder"]))
    fill(transformer, weights(pack / "transformer/model.onnx"))
    fill(vae, weights(pack / "vae_decoder/model.onnx") | weights(pack / "vae_encoder/model.onnx"))
    fill(text, weights(pack / "text_encoder/model.onnx"))
    kinds = {kind.__name__: kind for kind in (DPMSolverMultistepScheduler, DDIMScheduler)}
    kind = json.loads((pack / "scheduler/scheduler_config.json").read_text())["_class_name"]
    return LattePipeline(
        tokenizer=PreTrainedTokenizerFast.from_pretrained(pack / "tokenizer"),
        text_encoder=text,
        vae=vae,
        transformer=transformer,
        scheduler=kinds[kind].from_pretrained(pack / "scheduler"),
    )


def trained(pack: Path) -> dict[str, float]:
    """What the training had done when the pack was measured, so that further training goes on counting."""
    path = pack / "evaluation.json"
    done = json.loads(path.read_text()).get("training", {}) if path.exists() else {}
    return {"step": done.get("steps", 0), "frames": done.get("frames", 0), "hours": done.get("coreHours", 0.0)}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("pack", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--work", type=Path, help="also write vae-final.pt and latte.pt for further training")
    args = ap.parse_args()
    pipe = pipeline(args.pack)
    pipe.save_pretrained(args.out)
    shutil.copytree(args.pack / "tokenizer", args.out / "tokenizer", dirs_exist_ok=True)
    if args.work:
        args.work.mkdir(parents=True, exist_ok=True)
        values = {f"text.{k}": v for k, v in pipe.text_encoder.state_dict().items()}
        values |= {f"transformer.{k}": v for k, v in pipe.transformer.state_dict().items()}
        torch.save({"ema": pipe.vae.state_dict()}, args.work / "vae-final.pt")
        torch.save({"ema": values, "raw": values} | trained(args.pack), args.work / "latte.pt")
    print(args.out)


if __name__ == "__main__":
    main()
