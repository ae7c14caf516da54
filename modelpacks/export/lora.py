"""Adapters merged into the weights, so that the pack knows nothing of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
import torch
from safetensors.torch import load_file

from .refusal import Refusal

TARGETS = ("transformer", "transformer_2", "unet")


@dataclass(frozen=True)
class Lora:
    file: Path
    strength: float = 1.0
    # Which network; by default the denoiser, or both experts where there are two.
    target: str = ""

    @staticmethod
    def parse(text: str) -> Lora:
        """`FILE`, `FILE:STRENGTH` or `FILE:STRENGTH:transformer_2`."""
        rest, target = text, ""
        if rest.rpartition(":")[2] in TARGETS:
            rest, _, target = rest.rpartition(":")
        name, _, number = rest.rpartition(":")
        try:
            lora = Lora(Path(name), float(number), target) if name else Lora(Path(rest), 1.0, target)
        except ValueError:
            lora = Lora(Path(rest), 1.0, target)
        if not lora.file.is_file():
            raise Refusal(f'There is no file "{lora.file}" to merge. Write --lora FILE:STRENGTH.')
        return lora


def merge(kind: str, name: str, network: torch.nn.Module, loras: Iterable[Lora]) -> torch.nn.Module:
    """Merges what is meant for the network `name` of a pipeline of class `kind`."""
    for lora in loras:
        if name not in TARGETS or (lora.target and lora.target != name):
            continue
        before = fingerprint(network)
        try:
            if kind == "LattePipeline":
                plain(network, lora)
            else:
                through_diffusers(kind, name, network, lora)
        except (ValueError, KeyError, RuntimeError, OSError) as error:
            raise Refusal(f"{lora.file.name} does not fit this model: {str(error).splitlines()[0]}") from error
        if lora.strength != 0 and fingerprint(network) == before:
            raise Refusal(f"{lora.file.name} changes nothing in {name}. It is made for another model, or for another network of it.")
    return network


def fingerprint(network: torch.nn.Module) -> list[float]:
    return [float(weight.double().sum()) for weight in network.state_dict().values()]


def through_diffusers(kind: str, name: str, network: torch.nn.Module, lora: Lora) -> None:
    """By the pipeline's own loader, which knows the forms in which adapters are handed about."""
    pipeline = getattr(diffusers, "AnimateDiffPipeline" if name == "unet" else kind)
    values, *rest = listed(pipeline.lora_state_dict(str(lora.file.parent), weight_name=lora.file.name))
    if name == "unet":
        pipeline.load_lora_into_unet(values, network_alphas=rest[0] if rest else None, unet=network, adapter_name="merged")
    else:
        # Adapters name the one network that they were trained on, whichever expert they go into.
        pipeline.load_lora_into_transformer(values, transformer=network, adapter_name="merged")
    network.fuse_lora(lora_scale=lora.strength, adapter_names=["merged"])
    network.unload_lora()


def listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def plain(network: torch.nn.Module, lora: Lora) -> None:
    """W + strength * alpha / rank * B A, for a pipeline to which diffusers gives no loader. Keys as peft writes them."""
    values = {key.removeprefix("transformer."): value.float() for key, value in load_file(lora.file).items()}
    downs = [key for key in values if key.endswith(".lora_A.weight")]
    if not downs:
        raise ValueError("it has no weights named *.lora_A.weight")
    for key in downs:
        stem = key.removesuffix(".lora_A.weight")
        down, up = values[key], values[f"{stem}.lora_B.weight"]
        alpha = float(values.get(f"{stem}.alpha", torch.tensor(float(down.shape[0]))))
        try:
            weight = network.get_submodule(stem).weight
        except AttributeError as error:
            raise ValueError(f"the model has no {stem}") from error
        with torch.no_grad():
            weight += lora.strength * alpha / down.shape[0] * (up @ down)
