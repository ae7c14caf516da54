"""A small classifier that reads subject, colour, motion, scene and light off a clip's pixels.

`python -m modelpacks.train.reader` trains it on fresh renderings and prints its accuracy on others.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .common import Log, parser, save
from .grammar import COLOURS, LIGHTS, MOTIONS, SCENES, SUBJECTS, Combination, draw_combination
from .render import render

FIELDS = {"subject": SUBJECTS, "colour": COLOURS, "motion": MOTIONS, "scene": SCENES, "light": LIGHTS}
SHOWN = (0, 3, 6, 9, 12, 15)


def shrink(frames: np.ndarray) -> np.ndarray:
    """u8[16,128,128,3] -> u8[18,64,64]: six frames at half size."""
    small = frames[list(SHOWN)].reshape(len(SHOWN), 64, 2, 64, 2, 3).mean((2, 4))
    return small.transpose(0, 3, 1, 2).reshape(-1, 64, 64).astype(np.uint8)


class Reader(nn.Module):
    """f32[B,18,64,64] in -1..1 -> one row of logits for each field."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inner, outer in ((18, 48), (48, 64), (64, 96), (96, 128)):
            layers += [nn.Conv2d(inner, outer, 3, 2, 1), nn.BatchNorm2d(outer), nn.ReLU()]
        self.body = nn.Sequential(*layers, nn.Flatten(), nn.Linear(128 * 16, 192), nn.ReLU())
        self.heads = nn.ModuleDict({name: nn.Linear(192, len(values)) for name, values in FIELDS.items() if name != "subject"})
        # A shape is the same wherever it is: this part looks at frames one by one and forgets the place.
        layers = []
        for inner, outer, stride in ((3, 24, 2), (24, 48, 2), (48, 64, 2), (64, 96, 1)):
            layers += [nn.Conv2d(inner, outer, 3, stride, 1), nn.BatchNorm2d(outer), nn.ReLU()]
        self.shape = nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(96, len(SUBJECTS)))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """f32[B,192]: what the distance between sets of clips is measured in."""
        return self.body(x)

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        hidden = self.body(x)
        frames = x.unflatten(1, (len(SHOWN), 3))[:, ::2]
        shape = self.shape(frames.flatten(0, 1)).view(len(x), -1, len(SUBJECTS)).mean(1)
        return {"subject": shape} | {name: head(hidden) for name, head in self.heads.items()}


def renderings(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Small clips u8[n,18,64,64] and labels i64[n,5], of all combinations."""
    rng = np.random.default_rng(seed)
    clips, labels = [], []
    for index in range(count):
        combo = draw_combination(rng, bool(rng.random() < 0.1))
        clips.append(shrink(render(combo, seed * 1_000_003 + index).frames))
        labels.append(label(combo))
    return np.stack(clips), np.asarray(labels)


def label(combo: Combination) -> list[int]:
    return [values.index(getattr(combo, name)) for name, values in FIELDS.items()]


def soften(x: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Blur and noise, since decoded clips are softer than renderings."""
    if torch.rand((), generator=rng) < 0.5:
        x = nn.functional.avg_pool2d(x, 3, 1, 1)
    return x + torch.randn(x.shape, generator=rng) * 0.08 * torch.rand((len(x), 1, 1, 1), generator=rng)


def load_reader(work: Path) -> Reader:
    reader = Reader()
    reader.load_state_dict(torch.load(work / "reader.pt", weights_only=True))
    return reader.eval()


def batches(clips: np.ndarray) -> list[torch.Tensor]:
    """u8[n,18,64,64] -> parts f32[about 64,18,64,64] in -1..1."""
    return [torch.from_numpy(part).float().div(127.5).sub(1) for part in np.array_split(clips, max(1, len(clips) // 64))]


@torch.no_grad()
def read(reader: Reader, clips: np.ndarray) -> np.ndarray:
    """u8[n,18,64,64] -> labels i64[n,5]."""
    out = [reader.eval()(part) for part in batches(clips)]
    return np.stack([np.concatenate([o[name].argmax(1).numpy() for o in out]) for name in FIELDS], 1)


@torch.no_grad()
def features(reader: Reader, clips: np.ndarray) -> np.ndarray:
    """u8[n,18,64,64] -> f64[n,192]."""
    return np.concatenate([reader.eval().features(part).double().numpy() for part in batches(clips)])


def accuracy(found: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    return {name: round(float((found[:, i] == wanted[:, i]).mean()), 4) for i, name in enumerate(FIELDS)}


def main() -> None:
    ap = parser("Train the reader")
    ap.add_argument("--clips", type=int, default=4000)
    ap.add_argument("--epochs", type=int, default=14)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    log, start = Log(args.work / "reader.jsonl"), time.time()
    clips, labels = renderings(args.clips, args.seed + 31)
    test_clips, test_labels = renderings(400, args.seed + 32)
    log.write(event="rendered", seconds_spent=round(time.time() - start))
    reader, rng = Reader(), torch.Generator().manual_seed(args.seed)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=2e-3, weight_decay=0.02)
    steps = args.epochs * (len(clips) // 50)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    for epoch in range(args.epochs):
        reader.train()
        for part in torch.randperm(len(clips), generator=rng)[: len(clips) // 50 * 50].view(-1, 50):
            x = soften(torch.from_numpy(clips[part.numpy()]).float().div(127.5).sub(1), rng)
            y = torch.from_numpy(labels[part.numpy()])
            loss = sum(nn.functional.cross_entropy(o, y[:, i]) for i, o in enumerate(reader(x).values()))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        if epoch % 3 == 1 or epoch == args.epochs - 1:
            log.write(epoch=epoch, loss=round(loss.item(), 4), **accuracy(read(reader, test_clips), test_labels))
    save(args.work / "reader.pt", reader.state_dict())


if __name__ == "__main__":
    main()
