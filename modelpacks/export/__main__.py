"""The command: `python -m modelpacks.export FOLDER --out PACK`."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from .lora import Lora
from .pack import Options, export_pack
from .precision import DTYPES
from .refusal import Refusal
from .source import find


def size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)x(\d+)", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is not WIDTHxHEIGHT")
    return int(found[1]), int(found[2])


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.")[:80] or "pack"


def main() -> None:
    ap = argparse.ArgumentParser(prog="python -m modelpacks.export", description="Turns a diffusers folder into a pack.")
    ap.add_argument("model", help="a diffusers folder, or a hub id (from the local cache, or the hub)")
    ap.add_argument("--out", type=Path, required=True, help="the folder of the pack")
    ap.add_argument("--dtype", choices=DTYPES, default="fp32")
    ap.add_argument("--device", default="cpu", help="where torch runs: cpu, cuda, cuda:1, mps")
    ap.add_argument("--lora", action="append", default=[], metavar="FILE:STRENGTH", help="an adapter to merge; may be given several times")
    ap.add_argument("--motion-adapter", type=Path, metavar="FOLDER", help="motion modules for a Stable Diffusion 1.5 folder")
    ap.add_argument("--frames", type=int, help="length of a clip where nobody says another")
    ap.add_argument("--size", type=size, metavar="WxH", help="size of a clip where nobody says another")
    ap.add_argument("--license", type=Path, metavar="FILE", help="licence text, where the folder holds none")
    ap.add_argument("--spdx", help="SPDX name of the licence, where it cannot be told")
    ap.add_argument("--card", type=Path, help="JSON: id, title, version, creator, and fields of the manifest to overrule")
    args = ap.parse_args()
    folder = find(args.model)
    card = json.loads(args.card.read_text()) if args.card else {}
    name = slug(args.out.name)
    card = {"id": name, "title": args.model.rstrip("/").rpartition("/")[2], **card}
    card.setdefault("source", {"repo": args.model if not Path(args.model).is_dir() else folder.name, "revision": card.get("revision", "local")})
    if args.frames is not None and args.frames < 1:
        raise Refusal("--frames is a number of frames above 0.")
    export_pack(
        folder,
        args.out,
        Options(
            dtype=args.dtype,
            device=args.device,
            card=card,
            loras=tuple(Lora.parse(text) for text in args.lora),
            motion=args.motion_adapter,
            licence_file=args.license,
            spdx=args.spdx,
            frames=args.frames,
            size=args.size,
        ),
    )
    print(args.out)


if __name__ == "__main__":
    main()
