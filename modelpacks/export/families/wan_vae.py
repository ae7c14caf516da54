"""Wan's causal autoencoder as graphs that work off one latent frame at a time (docs/decisions/streamed-vae.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from types import SimpleNamespace
from typing import Any

import torch
from diffusers import AutoencoderKLWan
from diffusers.models.autoencoders.autoencoder_kl_wan import patchify, unpatchify

from ..part import Part, Tensors
from ..stand import Desk

SPACE = {3: "height", 4: "width"}
LATENT = (3, 4, 6)
SIZES = ((4, 6), (6, 4))


def whole(caches: list[object], latent: torch.Tensor, shapes: list[torch.Size] | None) -> tuple[torch.Tensor, ...]:
    """What the layers remember, two frames each. A layer that remembers less would pad with zeros itself, so zeros in front
    change nothing; a temporal upsampler that only notes that the first frame has passed ("Rep") starts from zeros too. With
    that one graph does for the second and all later frames."""
    found = []
    for index, cache in enumerate(c for c in caches if c is not None):
        if isinstance(cache, str):
            _, channels, _, height, width = shapes[index]
            cache = latent.new_zeros(1, channels, 2, height // LATENT[1] * latent.shape[3], width // LATENT[2] * latent.shape[4])
        elif cache.shape[2] == 1:
            cache = torch.cat([torch.zeros_like(cache), cache], 2)
        found.append(cache)
    return tuple(found)


class Streams:
    """Encoder and decoder one latent frame at a time, with what they remember outside."""

    def __init__(self, network: AutoencoderKLWan) -> None:
        self.network = network
        z = torch.randn(1, network.config.z_dim, *LATENT)
        with torch.no_grad():
            network.clear_cache()
            x = network.post_quant_conv(z)
            for i in range(2):
                network.decoder(x[:, :, i : i + 1], feat_cache=network._feat_map, feat_idx=[0], first_chunk=i == 0)
        self.shapes = [c.shape for c in network._feat_map if c is not None]

    def decode(self, z: torch.Tensor, *caches: torch.Tensor) -> tuple[torch.Tensor, ...]:
        net = self.network
        memory = [*caches] + [None] * (len(self.shapes) - len(caches))
        out = net.decoder(net.post_quant_conv(z), feat_cache=memory, feat_idx=[0], first_chunk=not caches)
        if net.config.patch_size is not None:
            out = unpatchify(out, net.config.patch_size)
        return (out.clamp(-1, 1), *whole(memory, z, self.shapes))

    def encode(self, x: torch.Tensor, *caches: torch.Tensor) -> tuple[torch.Tensor, ...]:
        net = self.network
        if net.config.patch_size is not None:
            x = patchify(x, net.config.patch_size)
        memory = [*caches] + [None] * (64 - len(caches))
        out = net.quant_conv(net.encoder(x, feat_cache=memory, feat_idx=[0]))
        return (out, *whole(memory, x, None))


def wan_vae_parts(network: AutoencoderKLWan) -> Iterator[Part]:
    """Decoder and encoder for the first latent frame, and for every later one. They stay float32: float16 overflows in the decoder."""
    streams, z, pixels = Streams(network), network.config.z_dim, network.config.scale_factor_spatial
    codes = [torch.randn(1, z, 1, *size) for size in SIZES]
    yield from pair("vae_decoder", streams.decode, "latent_sample", "sample", codes, codes)
    pictures, clips = ([torch.rand(1, 3, n, h * pixels, w * pixels) * 2 - 1 for h, w in SIZES] for n in (1, 4))
    yield from pair("vae_encoder", streams.encode, "sample", "latent_parameters", pictures, clips)


def pair(role: str, call: Callable[..., Any], value: str, result: str, first: list[torch.Tensor], later: list[torch.Tensor]) -> Iterator[Part]:
    with torch.no_grad():
        remembered = [call(x) for x in first]
    names = [f"cache_{i:02d}" for i in range(len(remembered[0]) - 1)]
    axes = {key: SPACE for key in [value, *names]}
    outputs = [result, *(f"next_{n}" for n in names)]
    common = dict(network="vae", call=lambda _net: call, axes=axes, exact=True, outputs=outputs)
    yield Part(role=role, cases=[{value: x} for x in first], **common)
    cases: list[Tensors] = [{value: x, **dict(zip(names, made[1:]))} for x, made in zip(later, remembered)]
    yield Part(role=f"{role}_next", cases=cases, **common)


def streamed(network: AutoencoderKLWan, desk: Desk) -> Any:
    """The autoencoder with its passes over a clip made of runs of the graphs."""
    stand = copy(network)

    def passes(role: str, value: str, pieces: list[torch.Tensor]) -> torch.Tensor:
        memory: Tensors = {}
        made = []
        for index, piece in enumerate(pieces):
            name = role if index == 0 else f"{role}_next"
            out = desk.run(name, {value: piece, **memory})
            memory = {f"cache_{i:02d}": one for i, one in enumerate(out[1:])}
            made.append(out[0])
        return torch.cat(made, 2)

    def decode(z: torch.Tensor, return_dict: bool = True) -> Any:
        out = passes("vae_decoder", "latent_sample", list(z.split(1, 2)))
        return SimpleNamespace(sample=out) if return_dict else (out,)

    def encode(x: torch.Tensor) -> Any:
        mean = passes("vae_encoder", "sample", [x[:, :, :1], *x[:, :, 1:].split(4, 2)] if x.shape[2] > 1 else [x]).chunk(2, 1)[0]
        return SimpleNamespace(latent_dist=SimpleNamespace(mode=lambda: mean))

    stand.decode, stand.encode = decode, encode
    return stand
