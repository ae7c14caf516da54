"""Turns a diffusers LattePipeline folder into a pack: `python -m modelpacks.export FOLDER OUT --card card.json`.

Each graph is compared with torch before the pack is written; the figures are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from diffusers import LattePipeline

from .reference import decode, latents, load

OPSET = 17
TEXT_LENGTH = 120
TOLERANCE = 1e-4


class TextEncoder(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask)[0]


class Transformer(torch.nn.Module):
    """Takes any number of frames from 2 to the rows of its table of temporal places, where diffusers takes all or one."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model, self.places = model, model.temp_pos_embed

    def forward(self, hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        self.model.temp_pos_embed = self.places[:, : hidden_states.shape[2]]
        out = self.model(hidden_states, encoder_hidden_states=encoder_hidden_states, timestep=timestep, return_dict=False)[0]
        self.model.temp_pos_embed = self.places
        return out


class Decoder(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, latent_sample: torch.Tensor) -> torch.Tensor:
        return self.model.decode(latent_sample, return_dict=False)[0]


class Encoder(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, sample: torch.Tensor) -> torch.Tensor:
        return self.model.encode(sample).latent_dist.parameters


def export_graph(module: torch.nn.Module, inputs: dict[str, torch.Tensor], output: str, axes: dict[str, dict[int, str]], path: Path) -> None:
    """Writes one graph; weights keep their torch names, so that `modelpacks.restore` can read them back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            do_constant_folding=False,
            dynamo=False,
        )
    graph = onnx.load(path)
    # Exporters note where their sources lie; a pack says nothing of the machine that made it.
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def check_graph(module: torch.nn.Module, cases: list[dict[str, torch.Tensor]], path: Path) -> float:
    """Largest absolute difference between ONNX Runtime and torch, over inputs of several sizes."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    worst = 0.0
    for case in cases:
        with torch.no_grad():
            wanted = module.eval()(*case.values()).numpy()
        got = session.run(None, {k: v.numpy() for k, v in case.items()})[0]
        worst = max(worst, float(np.abs(got - wanted).max()))
    if worst > TOLERANCE:
        raise SystemExit(f"{path.name} in {path.parent.name} differs from torch by {worst:.2e}")
    return worst


def export_graphs(pipe: LattePipeline, out: Path) -> dict[str, float]:
    """The four graphs of a pipeline, each with its parity."""
    torch.manual_seed(0)
    c, f, s = pipe.transformer.config.in_channels, pipe.transformer.config.video_length, pipe.transformer.config.sample_size
    width, pixels = pipe.text_encoder.config.d_model, pipe.vae.config.sample_size

    def text(batch: int, valid: int) -> dict[str, torch.Tensor]:
        mask = (torch.arange(TEXT_LENGTH) < valid).long().repeat(batch, 1)
        return {"input_ids": torch.randint(2, pipe.text_encoder.config.vocab_size, mask.shape) * mask, "attention_mask": mask}

    def noise(batch: int, length: int, frames: int) -> dict[str, torch.Tensor]:
        return {
            "hidden_states": torch.randn(batch, c, frames, s, s),
            "encoder_hidden_states": torch.randn(batch, length, width),
            "timestep": torch.randint(0, 1000, (batch,)),
        }

    plans = {
        "text_encoder": (TextEncoder(pipe.text_encoder), "last_hidden_state", [text(1, 9), text(2, 1), text(1, 120)], {0: "batch"}),
        "transformer": (Transformer(pipe.transformer), "sample", [noise(2, 9, min(f, 16)), noise(1, 3, f), noise(4, 120, 2)], {0: "batch"}),
        "vae_decoder": (Decoder(pipe.vae), "sample", [{"latent_sample": torch.randn(n, c, s, s)} for n in (2, 1, 5)], {0: "n"}),
        "vae_encoder": (Encoder(pipe.vae), "latent_parameters", [{"sample": torch.rand(n, 3, pixels, pixels) * 2 - 1} for n in (2, 1, 5)], {0: "n"}),
    }
    parity = {}
    for name, (module, output, cases, axis) in plans.items():
        path = out / name / "model.onnx"
        axes = {key: dict(axis) for key in (*cases[0], output)}
        if name == "transformer":
            axes["encoder_hidden_states"][1] = "text"
            axes["hidden_states"][2] = axes[output][2] = "frames"
        export_graph(module, cases[0], output, axes, path)
        parity[name] = check_graph(module, cases, path)
        part = pipe.vae if name.startswith("vae") else getattr(pipe, name)
        config = {k: v for k, v in json.loads(part.config.to_json_string() if name == "text_encoder" else part.to_json_string()).items() if k != "_name_or_path"}
        (path.parent / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        print(f"{name}: {path.stat().st_size / 1e6:.2f} MB, differs from torch by {parity[name]:.1e}")
    return parity


def tensor(name: str, dtype: str, *dims: int | str) -> dict[str, object]:
    return {"name": name, "dtype": dtype, "dims": list(dims)}


def component(folder: str, inputs: list[dict[str, object]], output: dict[str, object]) -> dict[str, object]:
    io = {"inputs": {str(t["name"]): t for t in inputs}, "outputs": {str(output["name"]): output}}
    return {"file": f"{folder}/model.onnx", "precision": "fp32", "opset": OPSET, "io": io}


def components(pipe: LattePipeline) -> dict[str, object]:
    c, s = pipe.transformer.config.in_channels, pipe.transformer.config.sample_size
    width, pixels = pipe.text_encoder.config.d_model, pipe.vae.config.sample_size
    hidden = tensor("hidden_states", "float32", "batch", c, "frames", s, s)
    words = tensor("encoder_hidden_states", "float32", "batch", "text", width)
    return {
        "text_encoder": component(
            "text_encoder",
            [tensor("input_ids", "int64", "batch", TEXT_LENGTH), tensor("attention_mask", "int64", "batch", TEXT_LENGTH)],
            tensor("last_hidden_state", "float32", "batch", TEXT_LENGTH, width),
        ),
        "transformer": component(
            "transformer",
            [hidden, words, tensor("timestep", "int64", "batch")],
            tensor("sample", "float32", "batch", pipe.transformer.config.out_channels, "frames", s, s),
        ),
        "vae_decoder": component(
            "vae_decoder", [tensor("latent_sample", "float32", "n", c, s, s)], tensor("sample", "float32", "n", 3, pixels, pixels)
        ),
        "vae_encoder": component(
            "vae_encoder", [tensor("sample", "float32", "n", 3, pixels, pixels)], tensor("latent_parameters", "float32", "n", 2 * c, s, s)
        ),
    }


def preview(pipe: LattePipeline, codes: list[torch.Tensor]) -> dict[str, object]:
    """Least squares from sampler latents f32[1,C,F,h,w] to the decoder's colours at latent size."""
    rows, wanted = [], []
    for code in codes:
        frames = torch.from_numpy(decode(pipe, code)).permute(0, 3, 1, 2)
        wanted.append(torch.nn.functional.adaptive_avg_pool2d(frames, code.shape[-2:]).permute(0, 2, 3, 1).reshape(-1, 3))
        rows.append(code[0].permute(1, 2, 3, 0).reshape(-1, code.shape[1]))
    a = torch.cat(rows)
    a = torch.cat([a, torch.ones(len(a), 1)], 1)
    b = torch.cat(wanted)
    fit = torch.linalg.lstsq(a, b).solution
    print(f"preview: root mean square error {(a @ fit - b).square().mean().sqrt():.3f}")
    return {"latentRgb": [[round(float(v), 6) for v in row] for row in fit[:-1]], "bias": [round(float(v), 6) for v in fit[-1]]}


def file_list(out: Path) -> list[dict[str, object]]:
    files = []
    for path in sorted(p for p in out.rglob("*") if p.is_file() and p != out / "pack.json"):
        data = path.read_bytes()
        files.append({"path": path.relative_to(out).as_posix(), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    return files


def golden(pipe: LattePipeline, prompt: str, guidance: float, steps: int) -> dict[str, object]:
    """A self-test: what the reference makes of one prompt."""
    code = latents(pipe, prompt, 7, steps, guidance)
    return {
        "prompt": prompt,
        "negativePrompt": "",
        "seed": 7,
        "steps": steps,
        "guidance": guidance,
        "scheduler": type(pipe.scheduler).__name__,
        "frames": code.shape[2],
        "latents": {
            "shape": list(code.shape),
            "first": [round(float(v), 6) for v in code.flatten()[:64]],
            "mean": round(float(code.mean()), 6),
            "std": round(float(code.std()), 6),
        },
        "tolerance": 1e-3,
    }


def write_pack(folder: Path, out: Path, card: dict) -> None:
    """Writes the whole pack beside `out` first, then puts it in its place."""
    pipe = load(folder)
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    export_graphs(pipe, part)
    shutil.copytree(folder / "scheduler", part / "scheduler")
    shutil.copytree(folder / "tokenizer", part / "tokenizer")
    shutil.copy(folder / "model_index.json", part / "model_index.json")
    shutil.copy(card["licenseFile"], part / "LICENSE")
    for extra in card.get("extraFiles", []):
        if Path(extra).exists():
            shutil.copy(extra, part / Path(extra).name)
    steps, guidance = card["defaults"]["steps"], card["guidance"]
    (part / "golden.json").write_text(json.dumps(golden(pipe, card["prompts"][0], guidance, 8), indent=1) + "\n")
    look = preview(pipe, [latents(pipe, p, i, 10, guidance) for i, p in enumerate(card["prompts"])])
    files = file_list(part)
    weights = sum(int(f["bytes"]) for f in files if str(f["path"]).endswith(".onnx"))
    s, pixels = pipe.transformer.config.sample_size, pipe.vae.config.sample_size
    window = pipe.transformer.config.video_length
    manifest = {
        "schemaVersion": 1,
        **{k: card[k] for k in ("id", "title", "version")},
        "family": "latte",
        "tasks": ["text-to-video"],
        "license": {"spdx": card["spdx"], "file": "LICENSE"},
        "source": card["source"],
        "creator": card["creator"],
        "files": files,
        "components": components(pipe),
        "latents": {
            "channels": pipe.transformer.config.in_channels,
            "layout": "BCFHW",
            "temporalCompression": 1,
            "spatialCompression": pixels // s,
            "scale": pipe.vae.config.scaling_factor,
            "shift": 0,
        },
        "frames": {"rule": "free", "window": window, "min": 16, "max": 512, **card["frames"]},
        "size": {"multiple": 32, "min": pixels, "max": pixels, "default": {"width": pixels, "height": pixels}},
        "rate": {"num": 8, "den": 1},
        "text": {"maxLength": TEXT_LENGTH, "padId": 0, "eosId": 1, "cleaner": "lower", "maskFeature": True},
        "guidance": {"default": guidance, "layout": "batch"},
        "defaults": {"steps": steps, "scheduler": type(pipe.scheduler).__name__},
        "schedulers": ["DPMSolverMultistepScheduler", "DDIMScheduler"],
        "memory": {"weightsBytes": weights, **card["memory"]},
        "preview": look,
        "vocabulary": card["vocabulary"],
        "examples": card["prompts"],
        "golden": {"file": "golden.json"},
    }
    (part / "pack.json").write_text(json.dumps(manifest, indent=1) + "\n")
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)
    print(f"{out}: {len(files)} files, {sum(int(f['bytes']) for f in files) / 1e6:.1f} MB")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--card", type=Path, required=True, help="JSON of what the networks do not say of themselves")
    args = ap.parse_args()
    write_pack(args.folder, args.out, json.loads(args.card.read_text()))


if __name__ == "__main__":
    main()
