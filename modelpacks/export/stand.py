"""What stands in a diffusers pipeline where a network would: it is loaded, or opened as a graph, when it is called.

So diffusers' own pipeline runs on the weights and on the pack alike, and memory holds one large network at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .graph import session
from .part import Tensors

KEPT_BYTES = 1 << 28


class Result(tuple):
    """A network's output under all names by which pipelines ask for it."""

    @property
    def sample(self) -> torch.Tensor:
        return self[0]

    @property
    def last_hidden_state(self) -> torch.Tensor:
        return self[0]

    @property
    def hidden_states(self) -> tuple[torch.Tensor, None]:
        # Pipelines that ask for these want the last but one.
        return (self[0], None)


class Stand:
    """`call` takes what the pipeline gives to the network."""

    def __init__(self, config: Any, call: Callable[..., torch.Tensor]) -> None:
        self.config, self.call = config, call
        self.dtype, self.device = torch.float32, torch.device("cpu")

    def __call__(self, *args: Any, **kwargs: Any) -> Result:
        with torch.no_grad():
            return Result((self.call(*args, **kwargs),))

    def modules(self) -> Iterator[torch.nn.Module]:
        """None that could have been sent to another device."""
        return iter(())

    @contextmanager
    def cache_context(self, _name: str, **_place: Any) -> Iterator[None]:
        """Pipelines say which half of the guidance this is, newer ones at which step too: nothing is cached here."""
        yield


def moved(value: Any, device: str) -> Any:
    return value.to(device) if isinstance(value, torch.Tensor) else value


def through(network: Callable[[], torch.nn.Module], device: str, pick: Callable[[Any], torch.Tensor] = lambda out: out[0]) -> Callable[..., torch.Tensor]:
    """Calls a network on its device; what goes in and comes out is on the CPU."""

    def call(*args: Any, **kwargs: Any) -> torch.Tensor:
        net = network().to(device)
        out = net(*(moved(a, device) for a in args), **{k: moved(v, device) for k, v in kwargs.items()})
        return pick(out).float().cpu()

    return call


class Desk:
    """Opened graphs of a pack: small ones stay open, of the large ones one at a time."""

    def __init__(self, folder: Path, components: dict[str, Any]) -> None:
        self.folder, self.components = folder, components
        self._open: dict[str, Any] = {}

    def has(self, role: str) -> bool:
        return role in self.components

    def run(self, role: str, inputs: Tensors) -> list[torch.Tensor]:
        if role not in self._open:
            files = [self.components[role]["file"], *self.components[role].get("externalData", [])]
            if sum((self.folder / f).stat().st_size for f in files) > KEPT_BYTES:
                self._open.clear()
            self._open[role] = session(self.folder / files[0])
        run = self._open[role]
        taken = {i.name: np.ascontiguousarray(inputs[i.name].detach().numpy()) for i in run.get_inputs()}
        return [torch.from_numpy(out) for out in run.run(None, taken)]

    def one(self, role: str, **inputs: torch.Tensor) -> torch.Tensor:
        return self.run(role, inputs)[0]

    def rows(self, role: str, **inputs: torch.Tensor) -> torch.Tensor:
        """For graphs with a batch of one: row by row."""
        count = next(iter(inputs.values())).shape[0]
        return torch.cat([self.one(role, **{k: v[i : i + 1] for k, v in inputs.items()}) for i in range(count)])

