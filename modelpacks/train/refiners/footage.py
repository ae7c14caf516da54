"""Draws what the refiners learn from: the same moment small and large, and moments between two frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..grammar import draw_combination
from ..render import render
from .wear import Wear

FRAMES = 16
EDGE = 128
Array = np.ndarray


@dataclass
class Stills:
    """`small` u8[n,128,128,3] as it comes out of a generator, `large` u8[n,256,256,3] as it should be, `mask` of `large`."""

    small: Array
    large: Array
    mask: Array


@dataclass
class Moments:
    """`first`, `second` and what lies between, `middle`, all u8[n,128,128,3]; `time` f32[n] in 0..1; `mask` of `middle`."""

    first: Array
    second: Array
    middle: Array
    time: Array
    mask: Array


def stills(count: int, seed: int, wear: Wear, held_out: bool = False, each: int = 4) -> Stills:
    """`count` pictures, `each` of a clip."""
    rng = np.random.default_rng(seed)
    small, large, mask = [], [], []
    while len(small) < count:
        combo, clip = draw_combination(rng, held_out), int(rng.integers(2**31))
        low, high = render(combo, clip, FRAMES), render(combo, clip, FRAMES, scale=2)
        picks = rng.choice(FRAMES, each, replace=False)
        small.extend(wear.still(low.frames[picks], rng))
        large.extend(high.frames[picks])
        mask.extend((high.masks[picks] * 255).astype(np.uint8))
    return Stills(np.stack(small[:count]), np.stack(large[:count]), np.stack(mask[:count]))


def moments(count: int, seed: int, wear: Wear, held_out: bool = False, rate: int = 3, each: int = 8) -> Moments:
    """`count` moments, `each` of a clip, from whole small frames and from pieces of large ones."""
    rng = np.random.default_rng(seed)
    rows: list[tuple] = []
    while len(rows) < count:
        combo, scale = draw_combination(rng, held_out), int(rng.integers(1, 3))
        clip = render(combo, int(rng.integers(2**31)), FRAMES, scale=scale, rate=rate)
        picks = [(int(k), int(t)) for k, t in zip(rng.choice(FRAMES - 1, each, replace=False), rng.integers(1, rate, each))]
        wanted = np.array([[rate * k, rate * k + rate, rate * k + t] for k, t in picks])
        worn = wear.moments(clip.frames[wanted.reshape(-1)], rng).reshape(*wanted.shape, *clip.frames.shape[1:])
        for (k, t), frames in zip(picks, worn):
            cover = clip.masks[rate * k + t]
            y, x = corner(cover, rng)
            cut = np.s_[y : y + EDGE, x : x + EDGE]
            rows.append((frames[0][cut], frames[1][cut], frames[2][cut], t / rate, (cover[cut] * 255).astype(np.uint8)))
    first, second, middle, time, mask = (np.stack([row[i] for row in rows[:count]]) for i in range(5))
    return Moments(first, second, middle, time.astype(np.float32), mask)


def corner(cover: Array, rng: np.random.Generator) -> tuple[int, int]:
    """Where a piece of 128 pixels starts: mostly about the subject, else anywhere."""
    room = cover.shape[0] - EDGE
    if room == 0:
        return 0, 0
    hit = np.argwhere(cover > 0.5)
    if len(hit) == 0 or rng.random() < 0.2:
        return int(rng.integers(room + 1)), int(rng.integers(room + 1))
    y, x = hit[rng.integers(len(hit))] - EDGE // 2 + rng.integers(-32, 33, 2)
    return int(np.clip(y, 0, room)), int(np.clip(x, 0, room))
