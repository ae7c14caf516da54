"""Draws clips: numpy only, deterministic by seed, with exact subject masks.

Sizes and places are in pixels of a 128 x 128 frame; y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .grammar import Combination

SIZE = 128
FRAMES = 16

Array = np.ndarray

SKY = {
    "day": ((0.33, 0.62, 0.95), (0.80, 0.92, 1.00)),
    "sunset": ((0.40, 0.24, 0.52), (1.00, 0.62, 0.34)),
    "night": ((0.03, 0.04, 0.14), (0.13, 0.15, 0.34)),
}
SPACE_SKY = {
    "day": ((0.04, 0.08, 0.26), (0.16, 0.30, 0.58)),
    "sunset": ((0.22, 0.05, 0.22), (0.66, 0.26, 0.24)),
    "night": ((0.01, 0.01, 0.04), (0.05, 0.04, 0.10)),
}
AMBIENT = {"day": (1.0, 1.0, 1.0), "sunset": (1.0, 0.74, 0.64), "night": (0.36, 0.40, 0.60)}
SUBJECT_LIGHT = {"day": (1.0, 1.0, 1.0), "sunset": (1.0, 0.90, 0.84), "night": (0.76, 0.78, 0.92)}
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
SUN_X = {"field": 98, "desert": 30, "sea": 64, "city": 100, "snow": 30, "space": 98}
YY, XX = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) + 0.5


@dataclass(frozen=True)
class Clip:
    """`frames` u8[F,128,128,3]; `masks` f32[F,128,128], the share of each pixel that the subject covers."""

    frames: Array
    masks: Array


def _rgb(colour: tuple[float, float, float]) -> Array:
    return np.asarray(colour, np.float32)


def _bytes(image: Array) -> Array:
    return (image * 255 + 0.5).clip(0, 255).astype(np.uint8)


def _cover(distance: Array) -> Array:
    """Anti-aliased coverage of a shape from its signed distance in pixels."""
    return np.clip(0.5 - distance, 0.0, 1.0)


def _paint(image: Array, cover: Array, colour: Array) -> None:
    image += cover[..., None] * (colour - image)


@lru_cache(maxsize=None)
def _stars(seed: int, count: int) -> Array:
    rng = np.random.default_rng(seed)
    cover = np.zeros((SIZE, SIZE), np.float32)
    for x, y, r in zip(rng.uniform(4, 124, count), rng.uniform(4, 66, count), rng.uniform(1.2, 2.1, count)):
        cover = np.maximum(cover, _cover(np.hypot(XX - x, YY - y) - r))
    return cover


def _buildings(offset: float) -> list[tuple[float, float, float, float]]:
    """Left, right, top and shade of each building of the one skyline."""
    rng = np.random.default_rng(77)
    out, x = [], -12.0
    while x < SIZE + 12:
        width = rng.uniform(19, 29)
        out.append((x + offset, x + width - 2 + offset, rng.uniform(38, 70), rng.uniform(0.75, 1.1)))
        x += width
    return out


def background(scene: str, light: str, rng: np.random.Generator) -> Array:
    """Draws the still part of a clip: f32[128,128,3] in 0..1."""
    shift, lift, sun_dx = rng.uniform(-6, 6), rng.uniform(-3, 3), rng.uniform(-10, 10)
    top, bottom = (SPACE_SKY if scene == "space" else SKY)[light]
    ramp = np.clip(YY / 84.0, 0, 1)[..., None]
    image = _rgb(top) * (1 - ramp) + _rgb(bottom) * ramp
    if light == "night" or scene == "space":
        _paint(image, 0.85 * _stars(5, 18), _rgb((0.95, 0.95, 0.85)))
    sun_x = SUN_X[scene] + sun_dx
    if light == "day":
        distance = np.hypot(XX - sun_x, YY - 24)
        _paint(image, 0.35 * np.exp(-((distance / 20) ** 2)), _rgb((1, 1, 0.85)))
        _paint(image, _cover(distance - 10), _rgb((1.0, 0.96, 0.62)))
    elif light == "sunset":
        distance = np.hypot(XX - sun_x, YY - 60)
        _paint(image, 0.5 * np.exp(-((distance / 30) ** 2)), _rgb((1, 0.75, 0.35)))
        _paint(image, _cover(distance - 15), _rgb((1.0, 0.40, 0.22)))
    else:
        distance = np.hypot(XX - sun_x, YY - 24)
        _paint(image, _cover(distance - 9), _rgb((0.92, 0.93, 0.86)))
        _paint(image, 0.5 * _cover(np.hypot(XX - sun_x - 3, YY - 22) - 3), _rgb((0.75, 0.76, 0.72)))
    tint = _rgb(AMBIENT[light])
    GROUND[scene](image, tint, light, shift, lift)
    return image


def _hill(image: Array, height: Array, near: Array, far: Array) -> None:
    depth = np.clip((YY - height) / 40.0, 0, 1)[..., None]
    cover = _cover(height - YY)
    image += cover[..., None] * (near * depth + far * (1 - depth) - image)


def _field(image: Array, tint: Array, light: str, shift: float, lift: float) -> None:
    _hill(image, 80 + lift + 6 * np.sin((XX + shift) / 22), _rgb((0.34, 0.62, 0.26)) * tint, _rgb((0.50, 0.76, 0.36)) * tint)
    _hill(image, 98 + lift + 5 * np.sin((XX + shift) / 30 + 2), _rgb((0.18, 0.44, 0.14)) * tint, _rgb((0.32, 0.64, 0.20)) * tint)


def _desert(image: Array, tint: Array, light: str, shift: float, lift: float) -> None:
    _hill(image, 80 + lift + 8 * np.sin((XX + shift) / 17), _rgb((0.84, 0.62, 0.34)) * tint, _rgb((0.97, 0.82, 0.52)) * tint)
    _hill(image, 100 + lift + 7 * np.sin((XX + shift) / 26 + 3), _rgb((0.72, 0.48, 0.24)) * tint, _rgb((0.93, 0.72, 0.40)) * tint)


def _sea(image: Array, tint: Array, light: str, shift: float, lift: float) -> None:
    horizon = 78 + lift
    _hill(image, np.full_like(YY, horizon), _rgb((0.03, 0.22, 0.42)) * tint, _rgb((0.20, 0.58, 0.74)) * tint)
    for row in range(4):
        y = horizon + 8 + row * 11
        crest = np.abs(YY - y - 1.5 * np.sin((XX + shift * (row + 1)) / 5)) - 0.9
        _paint(image, 0.5 * _cover(crest), _rgb((0.62, 0.86, 0.94)) * tint)


def _city(image: Array, tint: Array, light: str, shift: float, lift: float) -> None:
    window = _rgb((1.0, 0.85, 0.45)) if light != "day" else _rgb((0.62, 0.78, 0.88))
    for left, right, top, shade in _buildings(shift):
        part = np.s_[:, max(0, int(left) - 1) : max(0, int(right) + 2)]
        x, y, view = XX[part] - left, YY[part] - top - lift, image[part]
        wall = np.maximum(np.maximum(-x, x - right + left), -y)
        _paint(view, _cover(wall), _rgb((0.52, 0.53, 0.60)) * shade * tint)
        pane = np.maximum(np.abs(np.mod(x, 9) - 4.5) - 2.2, np.abs(np.mod(y, 14) - 8) - 3)
        _paint(view, 0.7 * _cover(pane) * (wall < -1.5), window)
    _hill(image, np.full_like(YY, 102 + lift), _rgb((0.22, 0.22, 0.25)) * tint, _rgb((0.36, 0.36, 0.40)) * tint)
    _paint(image, 0.8 * _cover(np.abs(YY - 114 - lift) - 1.5) * (np.mod(XX + shift, 24) < 14), _rgb((0.9, 0.9, 0.8)) * tint)


def _snow(image: Array, tint: Array, light: str, shift: float, lift: float) -> None:
    _hill(image, 84 + lift + 4 * np.sin((XX + shift) / 25), _rgb((0.80, 0.86, 0.95)) * tint, _rgb((0.96, 0.98, 1.0)) * tint)
    for base, height in ((12, 34), (34, 26), (96, 30), (118, 38)):
        for tier in range(3):
            tip = 92 + lift - height + tier * height * 0.25
            wide = (YY - tip) * 0.42
            body = np.maximum(np.abs(XX - base - shift) - wide, YY - tip - height * 0.5)
            _paint(image, _cover(body * 0.9), _rgb((0.10, 0.34, 0.24)) * tint)
    _hill(image, 98 + lift + 3 * np.sin((XX + shift) / 18 + 1), _rgb((0.78, 0.84, 0.94)) * tint, _rgb((0.97, 0.98, 1.0)) * tint)


def _space(image: Array, tint: Array, light: str, shift: float, lift: float) -> None:
    _hill(image, 94 + lift + 0.004 * (XX - 64) ** 2, _rgb((0.30, 0.29, 0.32)) * (0.4 + 0.6 * tint), _rgb((0.60, 0.59, 0.62)) * (0.4 + 0.6 * tint))
    for x, y, r in ((24, 112, 9), (60, 106, 6), (98, 114, 11)):
        crater = np.hypot(XX - x - shift, (YY - y - lift) * 2.2) - r
        _paint(image, 0.5 * _cover(crater), _rgb((0.22, 0.22, 0.25)) * (0.4 + 0.6 * tint))


GROUND = {"field": _field, "desert": _desert, "sea": _sea, "city": _city, "snow": _snow, "space": _space}


def shape_distance(subject: str, x: Array, y: Array, r: float) -> Array:
    """Signed distance in pixels (about, for the star and heart) from a centred shape of radius `r`."""
    if subject == "ball":
        return np.hypot(x, y) - r
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


def path(motion: str, rng: np.random.Generator, frames: int = FRAMES) -> Array:
    """Centre of the subject in each frame: f32[F,2] as x, y. One sweep takes 16 frames; the bounce repeats every 8."""
    time = np.arange(frames, dtype=np.float32) / (FRAMES - 1)
    x = np.full(frames, 64 + rng.uniform(-18, 18), np.float32)
    y = np.full(frames, 72 + rng.uniform(-10, 10), np.float32)
    start, end = rng.uniform(-7, 7, 2)
    if motion == "right":
        x = 30 + start + time * (68 + end - start)
    elif motion == "left":
        x = 98 + start + time * (-68 + end - start)
    elif motion == "rises":
        y = 98 + start + time * (-68 + end - start)
    elif motion == "falls":
        y = 30 + start + time * (68 + end - start)
    elif motion == "bounces":
        y = 96 + start / 2 - (40 + end / 2) * np.abs(np.sin(np.pi * np.arange(frames) / 8))
    return np.stack([x, y], 1).astype(np.float32)


def render(combo: Combination, seed: int, frames: int = FRAMES) -> Clip:
    """Draws the clip of a combination; the same seed draws the same clip."""
    rng = np.random.default_rng(seed)
    still = background(combo.scene, combo.light, rng)
    radius = 24 + rng.uniform(-3, 3)
    centres = path(combo.motion, rng, frames)
    lit = _rgb(SUBJECT_LIGHT[combo.light])
    fill = _rgb(COLOUR_RGB[combo.colour]) * lit
    line = 0.30 * fill
    film = np.repeat(_bytes(still)[None], frames, 0)
    masks = np.zeros((frames, SIZE, SIZE), np.float32)
    reach = int(radius * 1.5) + 2
    for index, (cx, cy) in enumerate(centres):
        x0, x1 = max(0, int(cx) - reach), min(SIZE, int(cx) + reach)
        y0, y1 = max(0, int(cy) - reach), min(SIZE, int(cy) + reach)
        x, y = XX[y0:y1, x0:x1] - cx, YY[y0:y1, x0:x1] - cy
        distance = shape_distance(combo.subject, x, y, radius)
        body = _cover(distance)
        gleam = 0.45 * np.exp(-((x + 0.32 * radius) ** 2 + (y + 0.36 * radius) ** 2) / (0.30 * radius) ** 2)
        paint = fill + gleam[..., None] * (lit - fill)
        paint = line + _cover(distance + 3.0)[..., None] * (paint - line)
        behind = still[y0:y1, x0:x1]
        film[index, y0:y1, x0:x1] = _bytes(behind + body[..., None] * (paint - behind))
        masks[index, y0:y1, x0:x1] = body
    return Clip(film, masks)
