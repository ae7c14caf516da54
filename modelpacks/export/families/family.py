"""What the exporter asks of every family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import diffusers
import numpy as np
import torch
from PIL import Image

from ...golden import drawn, floats, levels, record
from ..part import Part
from ..refusal import Refusal
from ..source import Source, read_json
from ..stand import Desk

Size = tuple[int, int]
FLOW = "FlowMatchEulerDiscreteScheduler"
# A fixed length would put T5's table of distances, which is its square, into every layer.
FREE_TEXT = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "last_hidden_state")}


@dataclass(frozen=True)
class Case:
    """One run of a golden file. Sizes are (width, height); keyframes (frame, strength, picture)."""

    frames: int
    size: Size
    scheduler: str
    steps: int
    guidance: float
    name: str = ""
    operation: str = "text-to-video"
    prompt: str = "A red ball bounces in a field by day"
    negative: str = "slowly"
    seed: int = 7
    keyframes: tuple[tuple[int, float, Image.Image], ...] = ()
    # Where it is below 1, the clip that `golden.drawn` draws is made anew with that strength.
    strength: float = 1.0
    temporal: bool = False
    # Every how many values are kept, of latents and embeddings, and of pixels.
    every: int = 1
    every_pixel: int = 7

    @property
    def footage(self) -> dict[str, Any]:
        """What a pipeline that makes a video anew is given of it; nothing where there is none."""
        if self.operation != "restyle":
            return {}
        return {"video": [Image.fromarray(frame) for frame in drawn(self.frames, *self.size)], "strength": self.strength}

    def pictured(self, **changes: Any) -> Case:
        return replace(self, operation="image-to-video", **changes)


@dataclass
class Family:
    """`card`: what its author says of a pack; it may overrule any field of the manifest."""

    source: Source
    card: dict = field(default_factory=dict)
    tokenizer: Any = None

    PIPELINES: ClassVar[tuple[str, ...]] = ()
    NAME: ClassVar[str] = ""
    TEXT_LENGTH: ClassVar[int] = 0
    # The first is what is used where the folder's own scheduler is not among them.
    SCHEDULERS: ClassVar[tuple[str, ...]] = ()

    @property
    def text_length(self) -> int:
        return int(self.card.get("textLength", self.TEXT_LENGTH))

    def parts(self) -> Iterator[Part]:
        """The graphs in the order in which they are made; a network is loaded when its part is asked for."""
        raise NotImplementedError

    def manifest(self) -> dict[str, Any]:
        """What `pack.json` says beyond files and components."""
        raise NotImplementedError

    def pipe(self, case: Case, desk: Desk | None) -> Any:
        """diffusers' pipeline for a run: on the graphs of `desk`, or on the weights where there is none."""
        raise NotImplementedError

    def run(self, pipe: Any, case: Case) -> dict[str, Any]:
        """Calls the pipeline and records it in the form of a golden file."""
        raise NotImplementedError

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        """Sampler latents f[1,C,F,h,w] -> f[1,3,F',H,W] in -1..1, for the colours of the preview."""
        raise NotImplementedError

    def encode(self, video: torch.Tensor, desk: Desk | None) -> torch.Tensor:
        """Pixels f[1,3,F,H,W] in -1..1 -> sampler latents, as diffusers' own encoder takes them to be most likely; on the graphs of
        `desk`, or on the weights where there is none."""
        raise NotImplementedError

    def encodings(self, desk: Desk | None) -> list[dict[str, Any]]:
        """The latents of a drawn clip of three latent frames, or of as many as the pack always makes."""
        frames, size = self.smallest()
        frames = max(frames, 2 * self.manifest()["latents"]["temporalCompression"] + 1)
        pixels = torch.from_numpy(drawn(frames, *size)).permute(3, 0, 1, 2)[None].float() / 255 * 2 - 1
        with torch.no_grad():
            made = self.encode(pixels, desk)
        return [{"frames": frames, "size": {"width": size[0], "height": size[1]}, "latents": floats(made[0])}]

    def smallest(self) -> tuple[int, Size]:
        """Frames and size of the self-test."""
        raise NotImplementedError

    def clean(self, text: str) -> str:
        """The text as it is tokenised."""
        return text

    def scheduler(self, name: str = "") -> Any:
        """A scheduler on the settings of the folder: the one named there, if this family has it."""
        where = self.source.where("scheduler")
        chosen = name or (where.kind if where.kind in self.SCHEDULERS else self.SCHEDULERS[0])
        if chosen not in self.SCHEDULERS:
            raise Refusal(f"{chosen} is no scheduler of this family. These are: {', '.join(self.SCHEDULERS)}.")
        config = read_json(where.folder / "scheduler_config.json")
        return getattr(diffusers, chosen).from_pretrained(where.folder, **as_flow(config, where.kind, chosen))

    def self_tests(self) -> list[Case]:
        """One short run for each thing that the pack can do."""
        frames, size = self.smallest()
        manifest = self.manifest()
        guidance = float(self.card.get("testGuidance", manifest["guidance"]["default"]))
        common = dict(frames=frames, size=size, scheduler=manifest["defaults"]["scheduler"], steps=4, guidance=guidance)
        base = Case(**common, temporal=bool(manifest["defaults"].get("temporalDecoder")))
        cases = []
        for operation in manifest["tasks"]:
            if operation == "text-to-video":
                cases.append(replace(base, name="text to video"))
            else:
                cases.append(base.pictured(name="image to video", keyframes=((0, 1.0, picture(*size, 1)),)))
        return cases

    def examples(self) -> list[Case]:
        """Runs of the prompts that the card gives as examples, for the colours of the preview: those of the pack's own subjects."""
        manifest = self.manifest()
        frames = {**manifest["frames"], **self.card.get("frames", {})}["default"]
        common = dict(steps=10, guidance=float(self.card.get("guidance", manifest["guidance"])["default"]), negative="")
        base = Case(frames=frames, size=self.smallest()[1], scheduler=manifest["defaults"]["scheduler"], **common)
        prompts = self.card.get("examples", []) if "text-to-video" in manifest["tasks"] else []
        return [replace(base, prompt=prompt, seed=seed) for seed, prompt in enumerate(prompts)]

    def record(self, pipe: Any, case: Case, *, embeds: Any, held: int = 0, **call: Any) -> dict[str, Any]:
        pipe.set_progress_bar_config(disable=True)
        made = record(
            pipe,
            prompt=case.prompt,
            negative=case.negative,
            seed=case.seed,
            steps=case.steps,
            guidance=case.guidance,
            size=case.size,
            frames=case.frames,
            embeds=embeds,
            every=case.every,
            every_pixel=case.every_pixel,
            **call,
        )
        given = [{"at": at, "strength": strength, "rgb": levels(np.asarray(shown) / 255)} for at, strength, shown in case.keyframes]
        name = case.name or f"{case.operation}, {case.scheduler}"
        strength = {"strength": case.strength} if case.footage else {}
        return {"name": name, "operation": case.operation, **strength, **made, "keyframes": given, "heldFrames": held, "temporalDecoder": case.temporal}


def as_flow(config: dict[str, Any], kind: str, chosen: str) -> dict[str, Any]:
    """Flow models name their shift differently from solver to solver, and a multistep solver has to be told that it is one.
    diffusers would lose both; main/inference/sampler/named-scheduler.ts does the same."""
    if chosen == kind or not (kind == FLOW or config.get("use_flow_sigmas")):
        return {}
    shift = config.get("shift", config.get("flow_shift", 1.0))
    return {"shift": shift} if chosen == FLOW else {"flow_shift": shift, "prediction_type": "flow_prediction", "use_flow_sigmas": True}


def picture(width: int, height: int, hue: int) -> Image.Image:
    """A picture with something in every corner; `hue` tells pictures apart."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    rgb = np.stack([x, y, (x * y + hue / 7) % 1], -1)
    rgb[: height // 3, : width // 4] = (0.9, 0.1 * hue, 0.2)
    return Image.fromarray((rgb * 255).round().astype(np.uint8))


def text_case(vocabulary: int, length: int, valid: int, batch: int = 1, masked: bool = True) -> dict[str, torch.Tensor]:
    """Ids of a text of `valid` tokens, padded."""
    mask = (torch.arange(length) < valid).long().repeat(batch, 1)
    ids = torch.randint(2, vocabulary, mask.shape) * mask
    return {"input_ids": ids, "attention_mask": mask} if masked else {"input_ids": ids}
