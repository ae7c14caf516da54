"""From trained weights to the two bundled refiners: `python -m modelpacks.train.refiners.publish --pack assets/models/cortado-mini`.

Each graph is compared with torch, and measured on footage of combinations that training never saw, clean and worn.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from ...refiners.pack import write
from ..common import parser
from . import interpolator, upscaler
from .footage import moments, stills
from .networks import Interpolator, Upscaler
from .wear import Wear

ROOT = Path(__file__).resolve().parents[3]
OPSET = 17
TOLERANCE = 1e-4
HELD_SEED = 20_011


def export(network: torch.nn.Module, cases: list[dict[str, torch.Tensor]], factor: int) -> onnx.ModelProto:
    """The graph of a network, for any height and width, compared with torch over inputs of several sizes."""
    path = Path(torch.hub.get_dir()) / "refiner.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = {2: "H", 3: "W"}
    axes = {name: picture for name in cases[0] if name != "time"}
    out = {2: "H", 3: "W"} if factor == 1 else {2: f"{factor}H", 3: f"{factor}W"}
    torch.onnx.export(
        network.eval(),
        tuple(cases[0].values()),
        str(path),
        input_names=list(cases[0]),
        output_names=["made"],
        dynamic_axes={**axes, "made": out},
        opset_version=OPSET,
        dynamo=False,
    )
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    worst = 0.0
    for case in cases:
        with torch.no_grad():
            wanted = network(*case.values()).numpy()
        worst = max(worst, float(np.abs(session.run(None, {k: v.numpy() for k, v in case.items()})[0] - wanted).max()))
    print(f"{type(network).__name__} differs from torch by {worst:.1e}")
    if worst > TOLERANCE:
        raise SystemExit("the graph differs too much from torch")
    graph = onnx.load(path)
    path.unlink()
    return graph


def card(pack: Path, name: str, title: str, family: str, domain: str, figures: list[dict], tiling: dict, **more: object) -> dict:
    return {
        "id": name,
        "title": title,
        "version": "0.1.0",
        "family": family,
        "tasks": ["upscale" if family == "upscaler" else "interpolate"],
        "license": {"spdx": "Apache-2.0"},
        "source": {"repo": "modelpacks/train/refiners", "revision": "grammar-2"},
        "creator": "Cortado",
        "pixels": {"order": "rgb", "black": 0, "white": 1},
        "tiling": tiling,
        "domain": domain,
        "suits": [pack.name],
        "figures": figures,
        **more,
    }


def figure(footage: str, measured: dict[str, float], frames: int, baseline: str) -> dict:
    print(footage, measured)
    return {"footage": footage, "frames": frames, "psnr": measured["psnr"], "baseline": baseline, "baselinePsnr": measured[baseline.split()[0]]}


def publish_upscaler(work: Path, out: Path, pack: Path, count: int, licence: str) -> None:
    state = torch.load(work / "upscaler.pt", weights_only=True)
    network = Upscaler()
    network.load_state_dict(state["ema"])
    graph = export(network, [{"frame": torch.rand(1, 3, h, w)} for h, w in ((24, 32), (17, 5), (64, 64))], 2)
    rows, figures = {}, []
    for what, wear in (("clean", Wear(None, 0)), ("out of the autoencoder", Wear(pack, 1, 1.0)), ("worn by the autoencoder, blur, noise or blocks", Wear(pack, 1))):
        held = stills(count, HELD_SEED, wear, held_out=True, each=1)
        rows[what] = upscaler.measure(network.eval(), held.small, held.large)
        figures.append(figure(f"held-out clips of the project's own footage, {what}", rows[what], count, "bicubic"))
    margin = Upscaler.MARGIN
    tiling = {"size": 160, "overlap": 2 * margin + 8, "margin": margin, "multiple": 1}
    evaluation = {"what": "Mean PSNR in dB against footage drawn at twice the size.", "steps": state["steps"], "pictures": count, "psnr": rows}
    domain = "clips of Cortado Mini: the project's own drawn footage and nothing else"
    text = card(pack, "cortado-mini-large", "Cortado Mini Large", "upscaler", domain, figures, tiling, factor=2)
    text["memory"] = {"peakBytes": 220_000_000, "measuredOn": "tiles of 160 pixels, CPU, float32"}
    write(out / "cortado-mini-large", graph, {"frame": "frame", "made": "frame"}, text, licence, evaluation)


def publish_interpolator(work: Path, out: Path, pack: Path, count: int, licence: str) -> None:
    state = torch.load(work / "interpolator.pt", weights_only=True)
    network = Interpolator()
    network.load_state_dict(state["ema"])
    cases = [
        {"first": torch.rand(1, 3, h, w), "second": torch.rand(1, 3, h, w), "time": torch.full((1, 1, 1, 1), t)}
        for h, w, t in ((32, 48, 0.5), (64, 64, 1 / 3), (4, 128, 0.9))
    ]
    graph = export(network, cases, 1)
    rows, figures = {}, []
    for what, wear in (("clean", Wear(None, 0)), ("worn by the autoencoder or blur", Wear(pack, 1))):
        held = vars(moments(count, HELD_SEED, wear, held_out=True, each=1))
        rows[what] = interpolator.measure(network.eval(), held)
        figures.append(figure(f"held-out clips of the project's own footage, {what}", rows[what], count, "blended frames"))
    margin = Interpolator.MARGIN
    tiling = {"size": 256, "overlap": 2 * margin + 8, "margin": margin, "multiple": Interpolator.BLOCK}
    evaluation = {"what": "Mean PSNR in dB against footage drawn at three times the rate.", "steps": state["steps"], "moments": count, "psnr": rows}
    domain = "clips of Cortado Mini: the project's own drawn footage and nothing else"
    text = card(pack, "cortado-mini-smooth", "Cortado Mini Smooth", "interpolator", domain, figures, tiling)
    text["memory"] = {"peakBytes": 220_000_000, "measuredOn": "tiles of 256 pixels, CPU, float32"}
    names = {"first": "first", "second": "second", "time": "time", "made": "frame"}
    write(out / "cortado-mini-smooth", graph, names, text, licence, evaluation)


def main() -> None:
    ap = parser("Publish the refiners")
    ap.add_argument("--pack", type=Path, required=True, help="the generator that they suit")
    ap.add_argument("--out", type=Path, default=ROOT / "assets" / "models")
    ap.add_argument("--count", type=int, default=96)
    args = ap.parse_args()
    torch.set_num_threads(1)
    licence = (ROOT / "LICENSE").read_text()
    publish_upscaler(args.work, args.out, args.pack, args.count, licence)
    publish_interpolator(args.work, args.out, args.pack, args.count, licence)


if __name__ == "__main__":
    main()
