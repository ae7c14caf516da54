"""Draws clips: numpy only, deterministic by seed, with exact subject masks.

Sizes and places are in pixels of a 128 x 128 frame; y grows downwards. Whatever varies between seeds lies on a
4 px grid (8 px for backgrounds), the grid of the latents or half of it, so that a shape has few different codes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .grammar import Combination
from .scenery import Canvas, background, rgb

SIZE = 128
FRAMES = 16
STEP = 4  # px a frame of a sweep
WRAP = 208  # px after which a sweep comes in again on the other side

Array = np.ndarray

SUBJECT_LIGHT = {"day": (1.0, 1.0, 1.0), "sunset": (1.0, 0.90, 0.84), "night": (0.76, 0.78, 0.92), "fog": (0.96, 0.97, 0.98)}
COLOUR_RGB = {
    "red": (0.90, 0.12, 0.12),
    "orange": (0.98, 0.52, 0.06),
    "yellow": (0.98, 0.90, 0.15),
    "green": (0.12, 0.74, 0.22),
    "blue": (0.13, 0.28, 0.92),
    "purple": (0.56, 0.18, 0.80),
    "pink": (1.00, 0.50, 0.74),
    "white": (0.98, 0.98, 0.98),
}
RADIUS = {"small": 18.0, "medium": 25.0, "big": 32.0}
GROWTH = (10.0, 1.6, 34.0)  # least radius, px a frame, largest radius


@dataclass(frozen=True)
class Clip:
    """`frames` u8[F,S,S,3]; `masks` f32[F,S,S], the share of each pixel that the subject covers; S is 128 times the scale."""

    frames: Array
    masks: Array


def _bytes(image: Array) -> Array:
    return (image * 255 + 0.5).clip(0, 255).astype(np.uint8)


def shape_distance(subject: str, x: Array, y: Array, r: float) -> Array:
    """Signed distance in pixels (about, for the star and heart) from a centred shape of radius `r`."""
    if subject == "ball":
        return np.hypot(x, y) - r
    if subject == "ring":
        return np.abs(np.hypot(x, y) - 0.78 * r) - 0.30 * r
    if subject == "box":
        half = 0.88 * r
        qx, qy = np.abs(x) - half + 3, np.abs(y) - half + 3
        return np.hypot(np.maximum(qx, 0), np.maximum(qy, 0)) + np.minimum(np.maximum(qx, qy), 0) - 3
    if subject == "kite":
        upper, lower = 0.9 * r, 1.35 * r
        tall = np.where(y < 0, upper, lower)
        wide = 0.95 * r
        return (np.abs(x) / wide + np.abs(y) / tall - 1) * wide * tall / np.hypot(wide, tall)
    if subject == "star":
        angle = np.mod(np.arctan2(x, -y) + np.pi / 5, 2 * np.pi / 5) - np.pi / 5
        radius = np.hypot(x, y)
        across, along = np.abs(radius * np.sin(angle)), radius * np.cos(angle)
        tip, notch_x, notch_y = 1.3 * r, 0.58 * r * np.sin(np.pi / 5), 0.58 * r * np.cos(np.pi / 5)
        normal_x, normal_y = tip - notch_y, notch_x
        return (across * normal_x + (along - tip) * normal_y) / np.hypot(normal_x, normal_y)
    # A heart is a square on its corner with a circle on each upper side.
    side = 0.98 * r
    u, v = np.abs(x), 1.05 * side - y
    square = (u + np.abs(v - side) - side) / np.sqrt(2)
    circle = np.hypot(u - side / 2, v - 1.5 * side) - side / np.sqrt(2)
    return np.minimum(square, circle)


def _between(values: Array, time: Array) -> Array:
    """Values at fractional frames, linear between whole ones."""
    return np.interp(time, np.arange(len(values)), values)


def path(combo: Combination, rng: np.random.Generator, time: Array) -> Array:
    """Centre and radius of the subject at each time (in frames): f32[F,3] as x, y, r.

    Sweeps go on for ever and come in again on the other side; the bounce repeats every 8 frames; growth ends
    after 16.
    """
    frames = np.arange(int(np.ceil(time[-1])) + 1)
    dx, dy = 4.0 * rng.integers(-2, 3, 2)
    x, y = np.full(len(frames), 64 + dx), np.full(len(frames), 68 + dy)
    r = np.full(len(frames), RADIUS[combo.size])
    if combo.motion == "right":
        x = 36 + dx + STEP * frames
    elif combo.motion == "left":
        x = 92 + dx - STEP * frames
    elif combo.motion == "rises":
        y = 98 + dy - STEP * frames
    elif combo.motion == "falls":
        y = 38 + dy + STEP * frames
    elif combo.motion == "bounces":
        y = 90 + dy - STEP * np.round(40 / STEP * np.abs(np.sin(np.pi * frames / 8)))
    elif combo.motion in ("grows", "shrinks"):
        least, rate, most = GROWTH
        r = np.minimum(least + rate * frames, most) if combo.motion == "grows" else np.maximum(most - rate * frames, least)
    centre = np.stack([np.mod(_between(v, time) + 40, WRAP) - 40 for v in (x, y)] + [_between(r, time)], 1)
    return centre.astype(np.float32)


def render(combo: Combination, seed: int, frames: int = FRAMES, scale: int = 1, rate: int = 1) -> Clip:
    """Draws the clip of a combination; the same seed draws the same clip.

    `scale` multiplies the size in pixels. `rate` puts `rate - 1` pictures between each two of the `frames`, so that
    there are `rate * (frames - 1) + 1` of them.
    """
    rng = np.random.default_rng(seed)
    canvas = Canvas.of(scale)
    still = background(canvas, combo.scene, combo.light, rng)
    places = path(combo, rng, np.arange(rate * (frames - 1) + 1) / rate)
    lit = rgb(SUBJECT_LIGHT[combo.light])
    haze = 0.30 if combo.light == "fog" else 0.0
    fill = rgb(COLOUR_RGB[combo.colour]) * lit
    side = SIZE * scale
    film = np.repeat(_bytes(still)[None], len(places), 0)
    masks = np.zeros((len(places), side, side), np.float32)
    for index, (cx, cy, radius) in enumerate(places):
        reach = radius * 1.5 + 2
        x0, x1 = (int(np.clip(v * scale, 0, side)) for v in (cx - reach, cx + reach))
        y0, y1 = (int(np.clip(v * scale, 0, side)) for v in (cy - reach, cy + reach))
        if x0 >= x1 or y0 >= y1:
            continue
        x, y = canvas.x[y0:y1, x0:x1] - cx, canvas.y[y0:y1, x0:x1] - cy
        distance = shape_distance(combo.subject, x, y, float(radius))
        body = canvas.cover(distance)
        gleam = 0.45 * np.exp(-((x + 0.32 * radius) ** 2 + (y + 0.36 * radius) ** 2) / (0.30 * radius) ** 2)
        paint = fill + gleam[..., None] * (lit - fill)
        paint = 0.30 * fill + canvas.cover(distance + 3.0)[..., None] * (paint - 0.30 * fill)
        paint = paint + haze * (0.82 - paint)
        behind = still[y0:y1, x0:x1]
        film[index, y0:y1, x0:x1] = _bytes(behind + body[..., None] * (paint - behind))
        masks[index, y0:y1, x0:x1] = body
    return Clip(film, masks)
