"""Backgrounds: eight scenes in four lights. Units are pixels of a 128 x 128 frame whatever the scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

Array = np.ndarray
SIDE = 128

SKY = {
    "day": ((0.33, 0.62, 0.95), (0.80, 0.92, 1.00)),
    "sunset": ((0.40, 0.24, 0.52), (1.00, 0.62, 0.34)),
    "night": ((0.03, 0.04, 0.14), (0.13, 0.15, 0.34)),
    "fog": ((0.74, 0.78, 0.82), (0.86, 0.88, 0.89)),
}
SPACE_SKY = {
    "day": ((0.04, 0.08, 0.26), (0.16, 0.30, 0.58)),
    "sunset": ((0.22, 0.05, 0.22), (0.66, 0.26, 0.24)),
    "night": ((0.01, 0.01, 0.04), (0.05, 0.04, 0.10)),
    "fog": ((0.30, 0.33, 0.40), (0.52, 0.55, 0.62)),
}
AMBIENT = {"day": (1.0, 1.0, 1.0), "sunset": (1.0, 0.74, 0.64), "night": (0.36, 0.40, 0.60), "fog": (0.94, 0.95, 0.97)}
SUN_X = {"field": 100, "desert": 28, "sea": 64, "city": 100, "mountains": 28, "snow": 28, "space": 100}
FOG = (0.82, 0.84, 0.86)


def rgb(colour: tuple[float, float, float]) -> Array:
    return np.asarray(colour, np.float32)


@dataclass(frozen=True)
class Canvas:
    """Where the centres of the pixels lie, f32[S,S] each, and how many pixels make one unit."""

    x: Array
    y: Array
    scale: int

    @staticmethod
    @lru_cache(maxsize=4)
    def of(scale: int) -> Canvas:
        y, x = (np.mgrid[0 : SIDE * scale, 0 : SIDE * scale].astype(np.float32) + 0.5) / scale
        return Canvas(x, y, scale)

    def cover(self, distance: Array) -> Array:
        """Anti-aliased coverage of a shape from its signed distance."""
        return np.clip(0.5 - distance * self.scale, 0.0, 1.0)

    def disc(self, x: float, y: float, r: float) -> Array:
        return self.cover(np.hypot(self.x - x, self.y - y) - r)


def paint(image: Array, cover: Array, colour: Array) -> None:
    image += cover[..., None] * (colour - image)


@lru_cache(maxsize=4)
def _stars(scale: int) -> Array:
    canvas, rng = Canvas.of(scale), np.random.default_rng(5)
    cover = np.zeros_like(canvas.x)
    for x, y, r in zip(rng.uniform(4, 124, 18), rng.uniform(4, 66, 18), rng.uniform(1.2, 2.1, 18)):
        cover = np.maximum(cover, canvas.disc(x, y, r))
    return cover


def _sky(canvas: Canvas, image: Array, scene: str, light: str, sun_x: float) -> None:
    top, bottom = (SPACE_SKY if scene == "space" else SKY)[light]
    ramp = np.clip(canvas.y / 84.0, 0, 1)[..., None]
    image[:] = rgb(top) * (1 - ramp) + rgb(bottom) * ramp
    if light == "night" or scene == "space":
        paint(image, (0.4 if light == "fog" else 0.85) * _stars(canvas.scale), rgb((0.95, 0.95, 0.85)))
    if light == "day":
        glow = np.hypot(canvas.x - sun_x, canvas.y - 24)
        paint(image, 0.35 * np.exp(-((glow / 20) ** 2)), rgb((1, 1, 0.85)))
        paint(image, canvas.disc(sun_x, 24, 10), rgb((1.0, 0.96, 0.62)))
    elif light == "sunset":
        glow = np.hypot(canvas.x - sun_x, canvas.y - 60)
        paint(image, 0.5 * np.exp(-((glow / 30) ** 2)), rgb((1, 0.75, 0.35)))
        paint(image, canvas.disc(sun_x, 60, 15), rgb((1.0, 0.40, 0.22)))
    elif light == "night":
        paint(image, canvas.disc(sun_x, 24, 9), rgb((0.92, 0.93, 0.86)))
        paint(image, 0.5 * canvas.disc(sun_x + 3, 22, 3), rgb((0.75, 0.76, 0.72)))


def _hill(canvas: Canvas, image: Array, height: Array, near: Array, far: Array) -> None:
    depth = np.clip((canvas.y - height) / 40.0, 0, 1)[..., None]
    cover = canvas.cover(height - canvas.y)
    image += cover[..., None] * (near * depth + far * (1 - depth) - image)


def _flat(canvas: Canvas, height: float) -> Array:
    return np.full_like(canvas.y, height)


def _field(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    _hill(c, image, 80 + 6 * np.sin((c.x + shift) / 22), rgb((0.34, 0.62, 0.26)) * tint, rgb((0.50, 0.76, 0.36)) * tint)
    _hill(c, image, 98 + 5 * np.sin((c.x + shift) / 30 + 2), rgb((0.18, 0.44, 0.14)) * tint, rgb((0.32, 0.64, 0.20)) * tint)


def _desert(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    _hill(c, image, 80 + 8 * np.sin((c.x + shift) / 17), rgb((0.84, 0.62, 0.34)) * tint, rgb((0.97, 0.82, 0.52)) * tint)
    _hill(c, image, 100 + 7 * np.sin((c.x + shift) / 26 + 3), rgb((0.72, 0.48, 0.24)) * tint, rgb((0.93, 0.72, 0.40)) * tint)


def _sea(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    _hill(c, image, _flat(c, 80), rgb((0.03, 0.22, 0.42)) * tint, rgb((0.20, 0.58, 0.74)) * tint)
    for row in range(4):
        crest = np.abs(c.y - 88 - row * 11 - 2 * np.sin((c.x + shift + 8 * row) * np.pi / 16)) - 1.0
        paint(image, 0.5 * c.cover(crest), rgb((0.62, 0.86, 0.94)) * tint)


# Left, width, top and shade of each building; walls and windows lie on the 8 px grid.
BUILDINGS = ((-8, 24, 56, 0.95), (16, 24, 40, 0.85), (40, 16, 64, 1.05), (56, 24, 48, 0.78), (80, 24, 64, 1.0), (104, 16, 40, 0.9), (120, 24, 56, 0.82))


def _city(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    window = rgb((0.62, 0.78, 0.88)) if light in ("day", "fog") else rgb((1.0, 0.85, 0.45))
    for left, width, top, shade in BUILDINGS:
        x, y = c.x - left - shift, c.y - top
        wall = np.maximum(np.maximum(-x, x - width + 2), -y)
        paint(image, c.cover(wall), rgb((0.52, 0.53, 0.60)) * shade * tint)
        pane = np.maximum(np.abs(np.mod(x, 8) - 4) - 1.9, np.abs(np.mod(y, 16) - 8) - 3.5)
        paint(image, 0.7 * c.cover(pane) * (wall < -1.5) * (x < width - 1), window)
    _hill(c, image, _flat(c, 104), rgb((0.22, 0.22, 0.25)) * tint, rgb((0.36, 0.36, 0.40)) * tint)
    paint(image, 0.8 * c.cover(np.abs(c.y - 116) - 1.5) * (np.mod(c.x + shift, 32) < 18), rgb((0.9, 0.9, 0.8)) * tint)


def _mountains(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    for peak, top, slope, shade in ((20, 34, 0.95, 0.92), (108, 30, 0.9, 0.85), (62, 46, 1.1, 1.05)):
        ridge = top + slope * np.abs(c.x - peak - shift)
        _hill(c, image, ridge, rgb((0.30, 0.32, 0.40)) * shade * tint, rgb((0.44, 0.46, 0.55)) * shade * tint)
        cap = np.maximum(ridge - c.y, c.y - top - 13 - 3 * np.sin((c.x - peak - shift) * np.pi / 8))
        paint(image, c.cover(cap), rgb((0.95, 0.97, 1.0)) * tint)
    _hill(c, image, 104 + 4 * np.sin((c.x + shift) / 20), rgb((0.20, 0.34, 0.22)) * tint, rgb((0.32, 0.48, 0.30)) * tint)


def _snow(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    _hill(c, image, 84 + 4 * np.sin((c.x + shift) / 25), rgb((0.80, 0.86, 0.95)) * tint, rgb((0.96, 0.98, 1.0)) * tint)
    for base, height in ((12, 34), (34, 26), (96, 30), (118, 38)):
        for tier in range(3):
            tip = 92 - height + tier * height * 0.25
            wide = (c.y - tip) * 0.42
            body = np.maximum(np.abs(c.x - base - shift) - wide, c.y - tip - height * 0.5)
            paint(image, c.cover(body * 0.9), rgb((0.10, 0.34, 0.24)) * tint)
    _hill(c, image, 98 + 3 * np.sin((c.x + shift) / 18 + 1), rgb((0.78, 0.84, 0.94)) * tint, rgb((0.97, 0.98, 1.0)) * tint)


def _space(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    dim = 0.4 + 0.6 * tint
    _hill(c, image, 94 + 0.004 * (c.x - 64) ** 2, rgb((0.30, 0.29, 0.32)) * dim, rgb((0.60, 0.59, 0.62)) * dim)
    for x, y, r in ((24, 112, 9), (60, 106, 6), (98, 114, 11)):
        crater = np.hypot(c.x - x - shift, (c.y - y) * 2.2) - r
        paint(image, 0.5 * c.cover(crater), rgb((0.22, 0.22, 0.25)) * dim)


def _room(c: Canvas, image: Array, tint: Array, light: str, shift: float) -> None:
    view = image.copy()
    wall = np.where((np.mod(c.x, 16) < 8)[..., None], rgb((0.80, 0.70, 0.56)), rgb((0.75, 0.64, 0.50)))
    image[:] = wall * tint
    left = 16 + shift
    pane = np.maximum(np.abs(c.x - left - 20) - 20, np.abs(c.y - 36) - 22)
    paint(image, c.cover(pane - 3), rgb((0.93, 0.91, 0.86)) * tint)
    image += c.cover(pane)[..., None] * (view - image)
    bars = np.minimum(np.abs(c.x - left - 20), np.abs(c.y - 36)) - 1.5
    paint(image, c.cover(np.maximum(bars, pane)), rgb((0.93, 0.91, 0.86)) * tint)
    _hill(c, image, _flat(c, 96), rgb((0.40, 0.24, 0.14)) * tint, rgb((0.56, 0.36, 0.22)) * tint)
    paint(image, c.cover(np.abs(c.y - 96) - 2), rgb((0.90, 0.86, 0.78)) * tint)


GROUND = {"field": _field, "desert": _desert, "sea": _sea, "city": _city, "mountains": _mountains, "snow": _snow, "space": _space, "room": _room}


def background(canvas: Canvas, scene: str, light: str, rng: np.random.Generator) -> Array:
    """Draws the still part of a clip: f32[S,S,3] in 0..1."""
    shift, sun = 8.0 * rng.integers(-1, 2, 2)
    image = np.empty((*canvas.x.shape, 3), np.float32)
    # The window of the room shows the sky with its sun inside the frame.
    _sky(canvas, image, scene, light, 36 + shift if scene == "room" else SUN_X[scene] + sun)
    GROUND[scene](canvas, image, rgb(AMBIENT[light]), light, shift)
    if light == "fog":
        depth = np.clip(1.15 - canvas.y / 150, 0.35, 0.8)
        paint(image, 0.8 * depth * (0.6 if scene in ("room", "space") else 1.0), rgb(FOG))
    return image
