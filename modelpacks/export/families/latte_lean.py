"""Latte's transformer written for speed: what diffusers' LatteTransformer3DModel computes, with its modules and weights.

diffusers repeats the text for every frame, so each layer projects the same words F times; here every layer projects them once, and all frames
of a clip look at them together, which is the same since attention has nothing to do between queries. Rows are flat where a matrix meets them, so
that bias and product are one operator, and shapes are numbers wherever the settings fix them. docs/speed.md has what it gains.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional


class FastGelu(torch.autograd.Function):
    """The tanh form of GELU (Hendrycks and Gimpel, 2016), in ONNX Runtime's one operator instead of eight."""

    @staticmethod
    def forward(_ctx: Any, x: torch.Tensor) -> torch.Tensor:
        return functional.gelu(x, approximate="tanh")

    @staticmethod
    def symbolic(graph: Any, x: Any) -> Any:
        return graph.op("com.microsoft::FastGelu", x).setType(x.type())


def is_lean(network: Any) -> bool:
    """Whether a network is built as Latte-1 is; others run as diffusers has them."""
    config = network.config
    return config.norm_type == "ada_norm_single" and config.activation_fn == "gelu-approximate" and config.sample_size % config.patch_size == 0


def lean(network: Any, x: torch.Tensor, text: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
    """f[B,C,F,side,side], f[B,T,captions], i64[B] -> f[B,out,F,side,side], for 2 frames and more."""
    config, batch, frames = network.config, x.shape[0], x.shape[2]
    patch, width = config.patch_size, config.num_attention_heads * config.attention_head_dim
    across = config.sample_size // patch
    places = across * across
    y = patches(network, x, patch, across, width) + network.pos_embed.pos_embed
    y = y.reshape(batch, -1, width)
    times, time = network.adaln_single(timestep, {"resolution": None, "aspect_ratio": None}, batch_size=batch, hidden_dtype=x.dtype)
    times = times.reshape(-1, 6, width)
    words = network.caption_projection(text.reshape(-1, config.caption_channels))
    for index, (spatial, temporal) in enumerate(zip(network.transformer_blocks, network.temporal_transformer_blocks, strict=True)):
        y = block(spatial, y, times, (-1, places), words)
        y = y.reshape(batch, -1, places, width).transpose(1, 2)
        if index == 0:
            y = y + network.temp_pos_embed[:, :frames]
        y = block(temporal, y.reshape(batch, -1, width), times, (-1, frames))
        y = y.reshape(batch, places, -1, width).transpose(1, 2).reshape(batch, -1, width)
    shift, scale = torch.split(network.scale_shift_table[None] + time[:, None], 1, dim=1)
    y = network.proj_out((network.norm_out(y) * (1 + scale) + shift).reshape(-1, width))
    y = y.reshape(batch, -1, across, across, patch, patch, network.out_channels).permute(0, 6, 1, 2, 4, 3, 5)
    return y.reshape(batch, network.out_channels, -1, across * patch, across * patch)


def patches(network: Any, x: torch.Tensor, patch: int, across: int, width: int) -> torch.Tensor:
    """A convolution whose step is its size is a product. f[B * F, places, width]."""
    channels, first = network.config.in_channels, network.pos_embed.proj
    rows = x.reshape(x.shape[0], channels, -1, across, patch, across, patch).permute(0, 2, 3, 5, 1, 4, 6)
    numbers = channels * patch * patch
    y = functional.linear(rows.reshape(-1, numbers), first.weight.reshape(width, numbers), first.bias)
    return y.reshape(-1, across * across, width)


def block(layer: Any, x: torch.Tensor, times: torch.Tensor, runs: tuple[Any, Any], words: torch.Tensor | None = None) -> torch.Tensor:
    """One block on f[B, rows, width]. Rows attend within runs of `runs`: (how many, length). `words`: f[B * T, width]."""
    batch, width = x.shape[0], layer.scale_shift_table.shape[1]

    def each(y: torch.Tensor) -> torch.Tensor:
        return y.reshape(batch, -1, width)

    shift, scale, gate, late_shift, late_scale, late_gate = torch.split(layer.scale_shift_table[None] + times, 1, dim=1)
    y = (layer.norm1(x) * (1 + scale) + shift).reshape(-1, width)
    x = each(attend(layer.attn1, y, y, runs)) * gate + x
    if words is not None:
        x = x + each(attend(layer.attn2, x.reshape(-1, width), words, (batch, -1)))
    y = (layer.norm2(x) * (1 + late_scale) + late_shift).reshape(-1, width)
    return each(layer.ff.net[2](FastGelu.apply(layer.ff.net[0].proj(y)))) * late_gate + x


def attend(layer: Any, x: torch.Tensor, seen: torch.Tensor, runs: tuple[Any, Any]) -> torch.Tensor:
    """Flat rows that look at flat rows of the same runs."""
    width = layer.to_q.weight.shape[0]
    query, keys, values = (y.reshape(*runs, layer.heads, width // layer.heads).transpose(1, 2) for y in (layer.to_q(x), layer.to_k(seen), layer.to_v(seen)))
    shares = torch.softmax(query @ keys.transpose(-1, -2) * layer.scale, -1)
    return layer.to_out[0]((shares @ values).transpose(1, 2).reshape(-1, width))
