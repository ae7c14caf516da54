"""The words of the world: what a clip can hold, and how a caption says it."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, replace

import numpy as np

SUBJECTS = ("ball", "box", "star", "heart", "kite", "ring")
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "white")
MOTIONS = ("left", "right", "rises", "falls", "bounces", "grows", "shrinks", "still")
SCENES = ("field", "desert", "sea", "city", "mountains", "snow", "space", "room")
LIGHTS = ("day", "sunset", "night", "fog")
SIZES = ("small", "medium", "big")

# The first wording of each list is the plain one, drawn more often than the others.
SUBJECT_WORDS = {
    "ball": ("ball", "ball", "circle", "sphere"),
    "box": ("box", "box", "square", "cube"),
    "star": ("star",),
    "heart": ("heart",),
    "kite": ("kite", "kite", "diamond"),
    "ring": ("ring", "ring", "hoop"),
}
COLOUR_WORDS = {
    "red": ("red", "red", "red", "crimson"),
    "orange": ("orange",),
    "yellow": ("yellow", "yellow", "yellow", "golden"),
    "green": ("green",),
    "blue": ("blue",),
    "purple": ("purple", "purple", "purple", "violet"),
    "pink": ("pink",),
    "white": ("white",),
}
MOTION_WORDS = {
    "left": ("moves left", "moves left", "moving left", "moving to the left", "flies left", "goes to the left", "drifts left"),
    "right": ("moves right", "moves right", "moving right", "moving to the right", "flies right", "goes to the right", "drifts right"),
    "rises": ("rises", "rises", "rising", "moves up", "goes up", "flying up", "floats up"),
    "falls": ("falls", "falls", "falling", "moves down", "goes down", "drops down"),
    "bounces": ("bounces", "bounces", "bouncing", "jumps", "bounces up and down", "jumping"),
    "grows": ("grows", "grows", "growing", "gets bigger", "gets larger"),
    "shrinks": ("shrinks", "shrinks", "shrinking", "gets smaller"),
    "still": ("stays still", "stays still", "standing still", "rests", "is still", "not moving"),
}
SCENE_WORDS = {
    "field": ("in a field", "in a field", "over a green field", "in a meadow", "over the grass"),
    "desert": ("in the desert", "in the desert", "over the desert", "over sand dunes", "in a desert"),
    "sea": ("over the sea", "over the sea", "at sea", "above the ocean", "over the water", "by the sea"),
    "city": ("in the city", "in the city", "in a city", "in a town", "over the city", "in front of a skyline"),
    "mountains": ("in the mountains", "in the mountains", "over the mountains", "among mountains", "in front of a mountain"),
    "snow": ("in the snow", "in the snow", "over snow", "in a snowy land", "in winter"),
    "space": ("in space", "in space", "in outer space", "on the moon", "in the cosmos"),
    "room": ("in a room", "in a room", "in the room", "indoors", "in a house"),
}
LIGHT_WORDS = {
    "day": ("by day", "in daylight", "on a sunny day", "at noon", "during the day"),
    "sunset": ("at sunset", "at sunset", "at dusk", "in the evening", "in the sunset"),
    "night": ("at night", "at night", "by night", "in the dark", "at midnight"),
    "fog": ("in fog", "in fog", "in the fog", "on a foggy day", "in the mist"),
}
SIZE_WORDS = {"small": ("small", "small", "little", "tiny"), "medium": ("",), "big": ("big", "big", "large")}
FILLERS = ("a", "an", "the", "one", "of", "and", "video", "clip", "with", "on", "in", "to", ",", ".", "!", "-")
HOLDOUT_MODULUS = 10


@dataclass(frozen=True)
class Combination:
    """What a clip shows. A subject that grows or shrinks has no size of its own."""

    subject: str
    colour: str
    motion: str
    scene: str
    light: str
    size: str = "medium"

    @property
    def held_out(self) -> bool:
        """True for the tenth of all combinations that training never sees, in any size."""
        digest = hashlib.sha256("/".join(astuple(self)[:5]).encode()).digest()
        return digest[0] % HOLDOUT_MODULUS == 0


def draw_combination(rng: np.random.Generator, held_out: bool = False) -> Combination:
    """Draws a combination uniformly from the seen ones, or from the held-out ones."""
    while True:
        combo = Combination(*(str(rng.choice(names)) for names in (SUBJECTS, COLOURS, MOTIONS, SCENES, LIGHTS)))
        if combo.motion not in ("grows", "shrinks"):
            combo = replace(combo, size=str(rng.choice(SIZES, p=(0.2, 0.6, 0.2))))
        if combo.held_out == held_out:
            return combo


def plain_caption(combo: Combination) -> str:
    """The plainest wording, e.g. `a red ball moves left over the sea at night`."""
    colour, size = COLOUR_WORDS[combo.colour][0], SIZE_WORDS[combo.size][0]
    parts = (
        "an" if (size or colour)[0] in "aeiou" else "a",
        *([size] if size else []),
        colour,
        SUBJECT_WORDS[combo.subject][0],
        MOTION_WORDS[combo.motion][0],
        SCENE_WORDS[combo.scene][0],
        LIGHT_WORDS[combo.light][0],
    )
    return " ".join(parts)


def caption(combo: Combination, rng: np.random.Generator, whole: bool = False) -> str:
    """One of many wordings; now and then an attribute is left unsaid, unless `whole`."""
    pick = lambda words: str(rng.choice(words))
    colour, subject = pick(COLOUR_WORDS[combo.colour]), pick(SUBJECT_WORDS[combo.subject])
    size = pick(SIZE_WORDS[combo.size])
    article = str(rng.choice(("a", "a", "a", "one", "the")))
    if article == "a" and (size or colour)[0] in "aeiou":
        article = "an"
    noun = " ".join((article, size, colour, subject))
    motion, scene, light = pick(MOTION_WORDS[combo.motion]), pick(SCENE_WORDS[combo.scene]), pick(LIGHT_WORDS[combo.light])
    drop = 1.0 if whole else rng.random()
    if drop < 0.04:
        light = ""
    elif drop < 0.08:
        motion = ""
    elif drop < 0.10:
        scene = ""
    form = rng.random()
    if form < 0.6:
        text = f"{noun} {motion} {scene} {light}"
    elif form < 0.75:
        text = ", ".join(filter(None, (light, f"{noun} {motion} {scene}")))
    elif form < 0.9:
        text = ", ".join(filter(None, (f"{noun} {motion}", scene, light)))
    else:
        text = f"{scene} {light} {noun} {motion}"
    if rng.random() < 0.1:
        text = f"a {rng.choice(('video', 'clip'))} of {text}"
    text = " ".join(text.replace(" ,", ",").split())
    return text + ("." if rng.random() < 0.15 else "")


def vocabulary() -> list[str]:
    """Every word of the grammar in a fixed order (specials are not among them)."""
    words: set[str] = set(FILLERS)
    for table in (SUBJECT_WORDS, COLOUR_WORDS, MOTION_WORDS, SCENE_WORDS, LIGHT_WORDS, SIZE_WORDS):
        for wordings in table.values():
            for wording in wordings:
                words.update(wording.split())
    return sorted(words)
