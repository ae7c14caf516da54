"""From the newest checkpoint to the bundled pack: `python -m modelpacks.train.publish`."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from ..export.pack import Options, export_pack
from .assemble import assemble
from .common import parser
from .grammar import COLOURS, LIGHT_WORDS, LIGHTS, MOTION_WORDS, MOTIONS, SCENES, SIZES, SUBJECTS, Combination, plain_caption
from .render import FRAMES

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "assets" / "models" / "cortado-mini"


def memory() -> dict:
    """Figures go with the shape of the networks, not with their weights: those of the pack that is there stay true."""
    kept = json.loads((PACK / "pack.json").read_text())["memory"] if (PACK / "pack.json").exists() else {"peakBytes": 250_000_000, "measuredOn": "CPU, float32"}
    return {key: value for key, value in kept.items() if key != "weightsBytes"}


def card() -> dict:
    """What the pack says of itself beyond its networks."""
    prompts = [
        plain_caption(Combination(*row))
        for row in (
            ("ball", "red", "bounces", "field", "day"),
            ("star", "yellow", "rises", "sea", "night"),
            ("heart", "pink", "left", "desert", "sunset"),
            ("box", "blue", "right", "snow", "day"),
            ("kite", "green", "falls", "mountains", "day", "big"),
            ("ring", "white", "grows", "space", "sunset"),
            ("heart", "red", "shrinks", "room", "night"),
            ("star", "orange", "still", "city", "fog"),
        )
    ]
    return {
        "id": "cortado-mini",
        "title": "Cortado Mini",
        "version": "0.3.0",
        "source": {"repo": "modelpacks/train", "revision": "grammar-2"},
        "creator": "Cortado",
        "tasks": ["text-to-video", "image-to-video"],
        "conditioning": {"kind": "clean"},
        "guidance": {"default": 2},
        "frames": {"pass": 2 * FRAMES, "min": FRAMES, "default": FRAMES, "trained": [FRAMES, 2 * FRAMES, 4 * FRAMES]},
        "size": {"multiple": 32},
        "text": {"cleaner": "lower"},
        "defaults": {"steps": 6},
        "schedulers": ["DPMSolverMultistepScheduler", "DDIMScheduler"],
        "memory": memory(),
        "vocabulary": {
            "subjects": list(SUBJECTS),
            "colours": list(COLOURS),
            "motions": [MOTION_WORDS[m][0] for m in MOTIONS],
            "scenes": list(SCENES),
            "lights": [LIGHT_WORDS[light][0] for light in LIGHTS],
            "sizes": [size for size in SIZES if size != "medium"],
        },
        "examples": prompts,
    }


def publish(folder: Path, out: Path, text: dict) -> None:
    """The pack of a diffusers folder. Its graphs keep the weights' names, so that they can be trained further."""
    export_pack(folder, out, Options(card=text, licence_file=ROOT / "LICENSE", spdx="Apache-2.0", restorable=True))


def main() -> None:
    ap = parser("Publish the pack")
    ap.add_argument("--out", type=Path, default=PACK)
    args = ap.parse_args()
    text = card()
    text["extraFiles"] = [str(args.work / "evaluation.json")]
    with tempfile.TemporaryDirectory() as folder:
        assemble(args.work, Path(folder))
        publish(Path(folder), args.out, text)


if __name__ == "__main__":
    main()
