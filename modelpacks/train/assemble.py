"""Puts the trained parts together as an ordinary diffusers folder: `python -m modelpacks.train.assemble OUT`."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import LattePipeline
from transformers import PreTrainedTokenizerFast

from .common import parser
from .latte import Bundle
from .networks import make_scheduler
from .pool import load_vae
from .tokens import write_tokenizer


def assemble(work: Path, out: Path) -> None:
    """Writes the pipeline of a work folder's average weights to `out`."""
    write_tokenizer(out / "tokenizer")
    bundle = Bundle()
    bundle.load_state_dict(torch.load(work / "latte.pt", weights_only=True)["ema"])
    pipe = LattePipeline(
        tokenizer=PreTrainedTokenizerFast.from_pretrained(out / "tokenizer"),
        text_encoder=bundle.text.eval(),
        vae=load_vae(work / "vae-final.pt"),
        transformer=bundle.transformer.eval(),
        scheduler=make_scheduler(),
    )
    pipe.save_pretrained(out)
    # The library rewrites the tokenizer in its own fashion; the pack keeps ours.
    write_tokenizer(out / "tokenizer")


def main() -> None:
    ap = parser("Assemble a diffusers folder")
    ap.add_argument("out", type=Path)
    args = ap.parse_args()
    assemble(args.work, args.out)
    print(args.out)


if __name__ == "__main__":
    main()
