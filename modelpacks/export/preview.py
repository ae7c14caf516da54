"""Latents to colours without the decoder: what the window shows while a take is made."""

from __future__ import annotations

import torch

from .families.family import Family

LATENT = (5, 8, 12)
NOISE = 0.1


def preview(family: Family, channels: int, codes: list[torch.Tensor]) -> tuple[dict[str, object], float]:
    """Least squares from sampler latents to the decoder's colours at latent size, and the error of the fit.

    `codes` are f32[1,C,F,h,w] of clips that the model made. Noise settles what they leave open, and counts little beside them.
    """
    shape = codes[0].shape[2:] if codes else LATENT
    noise = torch.randn(1, channels, *shape, generator=torch.Generator().manual_seed(3))
    rows, wanted, weights = [], [], []
    for code, weight in [*((code, 1.0) for code in codes), (noise, NOISE if codes else 1.0)]:
        with torch.no_grad():
            rgb = (family.decode(code) / 2 + 0.5).clamp(0, 1)
        small = torch.nn.functional.adaptive_avg_pool3d(rgb, code.shape[2:])
        wanted.append(small[0].flatten(1).T)
        rows.append(code[0].flatten(1).T)
        weights.append(torch.full((len(rows[-1]), 1), weight))
    a, w = torch.cat(rows), torch.cat(weights)
    a, b = torch.cat([a, torch.ones(len(a), 1)], 1), torch.cat(wanted)
    # Channels that never differ leave the fit open; the smallest factors are then the right ones.
    fit = torch.linalg.lstsq(a * w, b * w, driver="gelsd").solution
    error = float(((a @ fit - b) * w).square().sum().div(3 * w.square().sum()).sqrt())
    table = [[round(float(v), 6) for v in row] for row in fit]
    return {"latentRgb": table[:-1], "bias": table[-1]}, error
