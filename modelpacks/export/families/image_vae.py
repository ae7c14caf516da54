"""The image autoencoder of Stable Diffusion, which Latte and AnimateDiff use frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from types import SimpleNamespace
from typing import Any

import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution

from ..part import Part
from ..source import Source
from ..stand import Desk

SIZES = ((2, (8, 8)), (1, (6, 8)), (5, (8, 4)))


def image_vae_parts(source: Source, name: str) -> Iterator[Part]:
    config = source.config(name)
    channels, times = config.latent_channels, 2 ** (len(config.block_out_channels) - 1)
    free = {0: "n", 2: "height", 3: "width"}
    yield Part(
        role="vae_decoder",
        network=name,
        call=lambda net: lambda z: net.decode(z, return_dict=False)[0],
        cases=[{"latent_sample": torch.randn(n, channels, *size)} for n, size in SIZES],
        outputs=["sample"],
        axes={"latent_sample": free, "sample": free},
        newer=False,
    )
    yield Part(
        role="vae_encoder",
        network=name,
        call=lambda net: lambda x: net.encode(x).latent_dist.parameters,
        cases=[{"sample": torch.rand(n, 3, h * times, w * times) * 2 - 1} for n, (h, w) in SIZES],
        outputs=["latent_parameters"],
        axes={"sample": free, "latent_parameters": free},
        newer=False,
    )


def encoded(code: Any, video: torch.Tensor) -> torch.Tensor:
    """Sampler latents f[1,C,F,h,w] of a video f[1,3,F,H,W] in -1..1: the mean of what the encoder takes each frame to be."""
    return (code.encode(video[0].transpose(0, 1)).latent_dist.mode() * code.config.scaling_factor).transpose(0, 1)[None]


def on_graphs(code: torch.nn.Module, desk: Desk, role: str) -> Any:
    """The autoencoder on graphs, its decoder on that of `role`."""
    stand = copy(code)

    def decode(z: torch.Tensor, return_dict: bool = True, **_rest: Any) -> Any:
        made = desk.one(role, latent_sample=z)
        return SimpleNamespace(sample=made) if return_dict else (made,)

    def encode(x: torch.Tensor) -> Any:
        return SimpleNamespace(latent_dist=DiagonalGaussianDistribution(desk.one("vae_encoder", sample=x)))

    stand.decode, stand.encode = decode, encode
    return stand
