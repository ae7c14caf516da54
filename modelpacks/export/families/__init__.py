"""One adapter a family: which graphs, which tensors, what the manifest says, and how diffusers' own pipeline is called."""

from __future__ import annotations

from ..refusal import Refusal
from ..source import Source
from .animatediff import AnimateDiff
from .family import Family
from .latte import Latte
from .ltx import Ltx
from .wan import Wan

FAMILIES: tuple[type[Family], ...] = (Latte, Wan, Ltx, AnimateDiff)


def family_of(source: Source, card: dict) -> Family:
    """The adapter for the class that `model_index.json` names."""
    for kind in FAMILIES:
        if source.kind in kind.PIPELINES:
            return kind(source, card)
    known = ", ".join(name for kind in FAMILIES for name in kind.PIPELINES)
    raise Refusal(f"{source.kind} is not a pipeline that can be made into a pack. These are: {known}.")
