"""One graph of a pack, as a family describes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch

Tensors = dict[str, torch.Tensor]

# Inputs in which a network that runs in float16 takes its own type; times and places stay float32, where float16 has too few digits.
HALVED = {"hidden_states", "encoder_hidden_states", "encoder_hidden_states_image", "latent_sample", "sample", "pixel_values"}


@dataclass(frozen=True)
class Part:
    """`call` makes a function of tensors out of a network; `cases` are its inputs, the first one to trace and all to compare."""

    role: str
    network: str
    call: Callable[[Any], Callable[..., Any]]
    cases: list[Tensors]
    outputs: list[str]
    axes: dict[str, dict[int, str]] = field(default_factory=dict)
    # Which of PyTorch's two exporters: the newer one knows all operators, the older one keeps free axes where that one cannot.
    newer: bool = True
    # Stays float32 whatever the precision of the pack.
    exact: bool = False
    folder: str = ""

    @property
    def place(self) -> str:
        return self.folder or self.role


class Graph(torch.nn.Module):
    """A function of a network as a module. Weights keep their torch names behind `model.`, so that `modelpacks.restore` finds them."""

    def __init__(self, part: Part, network: torch.nn.Module) -> None:
        super().__init__()
        self.model, self.names = network, list(part.cases[0])
        self.call, self.half_inside = part.call(network), False

    def forward(self, *inputs: torch.Tensor) -> Any:
        if not self.half_inside:
            return self.call(*inputs)
        given = [value.half() if name in HALVED else value for name, value in zip(self.names, inputs, strict=True)]
        made = self.call(*given)
        return tuple(m.float() for m in made) if isinstance(made, tuple) else made.float()
