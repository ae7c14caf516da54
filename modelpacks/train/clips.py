"""The pool of encoded clips, and what a training step shows of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from .grammar import MOTIONS, Combination, caption, plain_caption
from .networks import LONGEST
from .render import FRAMES
from .tokens import encode

SUBJECT_WEIGHT = 12.0
CAPTION_DROPOUT = 0.1
KEPT_SHARE = 0.25


def shard_path(folder: Path, number: int) -> Path:
    return folder / f"{number:04d}.npz"


def count_shards(folder: Path) -> int:
    """How many shards there are without a gap from number 0 on."""
    number = 0
    while shard_path(folder, number).exists():
        number += 1
    return number


@dataclass
class Clips:
    """Clips of one length: latents f16[n,8,F,16,16] and what each shows."""

    codes: np.ndarray
    combos: list[Combination] = field(default_factory=list)


class Pool:
    """The first shards in memory; `grow` takes in what has been added since."""

    def __init__(self, folder: Path, shards: int) -> None:
        self.folder, self.shards = folder, 0
        self.clips = {length: Clips(np.zeros((0, 8, length, 16, 16), np.float16)) for length in (FRAMES, LONGEST)}
        self.lanes = {m: np.zeros((LONGEST, 16, 16)) for m in MOTIONS}
        self.counts = {m: np.zeros((LONGEST, 1, 1)) for m in MOTIONS}
        self.grow(shards)

    def grow(self, shards: int) -> None:
        for number in range(self.shards, shards):
            shard = np.load(shard_path(self.folder, number))
            combos = [Combination(*row) for row in json.loads(str(shard["combos"]))]
            length = shard["codes"].shape[2]
            for combo, cover in zip(combos, shard["covers"]):
                self.lanes[combo.motion][:length] += cover / 255
                self.counts[combo.motion][:length] += 1
            clips = self.clips[length]
            clips.codes = np.concatenate([clips.codes, shard["codes"]])
            clips.combos += combos
        self.shards = shards

    def weights(self) -> dict[str, torch.Tensor]:
        """Loss weight of each place and frame, f32[64,16,16] a motion.

        It follows from the motion alone, not from the clip, so that the best prediction stays the plain mean.
        """
        out = {}
        for motion, lane in self.lanes.items():
            share = torch.from_numpy(lane / np.maximum(1, self.counts[motion])).float()
            weight = 1 + (SUBJECT_WEIGHT - 1) * (share / share.max().clamp_min(1e-6)).clamp(0, 1) ** 0.5
            out[motion] = weight / weight.mean((1, 2), keepdim=True)
        return out


@dataclass(frozen=True)
class Piece:
    """Some items of a step: clips of one length, the frames shown of each, and which of these are given clean.

    `first` is the number that the model is told for frame 0: below 0 the shown frames are the middle of a longer clip.
    """

    length: int
    picks: np.ndarray
    frames: np.ndarray
    first: int
    kept: np.ndarray
    texts: list[str]
    tokens: int
    times: np.ndarray
    seed: int


def with_strangers(text: str, rng: np.random.Generator) -> str:
    """Puts words that nobody knows into one caption of eight, so that they come to mean nothing."""
    if rng.random() >= 0.125:
        return text
    words = text.split()
    for _ in range(rng.integers(1, 3)):
        words.insert(rng.integers(0, len(words) + 1), "qqq")
    return " ".join(words)


def keep_frames(count: int, rng: np.random.Generator) -> np.ndarray:
    """Which of `count` frames are given clean, bool[count]: none most of the time.

    The others are a first frame (image to video), a beginning (extend), an end (extend backwards), both ends
    (retake, bridge), or frames here and there (keyframes). At least one frame is left to make.
    """
    kept = np.zeros(count, bool)
    if rng.random() >= KEPT_SHARE:
        return kept
    kind, some = rng.integers(5), rng.integers(1, max(2, count * 3 // 4))
    if kind == 0:
        kept[0] = True
    elif kind == 1:
        kept[:some] = True
    elif kind == 2:
        kept[-some:] = True
    elif kind == 3:
        start = rng.integers(1, count)
        kept[:] = True
        kept[start : start + rng.integers(1, count)] = False
    else:
        kept[rng.choice(count, some, replace=False)] = True
    if kept.all():
        kept[-1] = False
    return kept


def going_on(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, int]:
    """A run of frames from anywhere in a long clip, numbered from 0, whose beginning is given: how a long film is made piece by piece."""
    start = int(rng.integers(1, LONGEST - count + 1))
    kept = np.zeros(count, bool)
    kept[: rng.integers(2, max(3, count // 2 + 1))] = True
    return np.arange(start, start + count), kept, -start


def view(done: float, rng: np.random.Generator, long: bool) -> tuple[int, np.ndarray]:
    """The length of the clips of a step and the frames shown, by the share of the time that is over.

    Few frames early on: neighbours say much the same, and more clips are seen in the time. Parts of long clips teach the
    places of 64 frames for the price of 16. `long`: whether the pool has long clips yet.
    """
    draw = rng.random()
    if done < 0.7:
        count = 4 if draw < 0.9 else FRAMES
    elif done < 0.85:
        count = 4 if draw < 0.25 else 8 if draw < 0.5 else FRAMES
    else:
        count = FRAMES
    if not long or rng.random() > (0.15 if done < 0.7 else 0.3):
        return FRAMES, np.sort(rng.choice(FRAMES, count, replace=False))
    if done >= 0.85:
        count = int(rng.choice((FRAMES, 2 * FRAMES, LONGEST), p=(0.4, 0.4, 0.2)))
        return LONGEST, np.arange(count) if count > FRAMES else np.sort(rng.choice(LONGEST, count, replace=False))
    return LONGEST, np.sort(rng.choice(LONGEST, count, replace=False))


def draw_step(pool: Pool, rng: np.random.Generator, done: float, batch: int, piece: int) -> list[Piece]:
    """The items of one step, sorted by caption length and cut in pieces of as many frames as `piece` clips have."""
    length, frames = view(done, rng, bool(pool.clips[LONGEST].combos))
    clips = pool.clips[length]
    batch = max(4, min(batch, FRAMES * FRAMES // len(frames)))
    size = max(1, piece * FRAMES // len(frames))
    picks = rng.integers(0, len(clips.combos), batch)
    # Few wordings early on: what a word means is learnt sooner where it always stands in the same place.
    plain = 0.7 if done < 0.7 else 0.2
    texts = [plain_caption(clips.combos[i]) if rng.random() < plain else caption(clips.combos[i], rng) for i in picks]
    texts = [with_strangers(text, rng) for text in texts]
    tokens = [len(encode(text)) for text in texts]
    order = np.argsort(tokens)
    # One timestep from each part of the range, which vary less than independent draws. The root makes noisy ones more
    # frequent: there the caption decides, and what moves where is learnt last.
    times = (((rng.permutation(batch) + rng.random(batch)) / batch) ** 0.5 * 1000).astype(np.int64)
    out = []
    for start in range(0, batch, size):
        chosen = order[start : start + size]
        said = ["" if rng.random() < CAPTION_DROPOUT else texts[i] for i in chosen]
        shown, kept, first = frames, keep_frames(len(frames), rng), 0
        if length == LONGEST and len(frames) < LONGEST and rng.random() < 0.5:
            shown, kept, first = going_on(len(frames), rng)
        out.append(Piece(length, picks[chosen], shown, first, kept, said, max(tokens[i] for i in chosen), times[chosen], int(rng.integers(2**62))))
    return out
