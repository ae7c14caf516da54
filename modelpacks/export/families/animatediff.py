"""AnimateDiff (diffusers' AnimateDiffPipeline): Stable Diffusion 1.5 with motion modules in its U-Net."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from types import SimpleNamespace
from typing import Any

import diffusers
import torch

from ..part import Part, Tensors
from ..stand import Desk, Stand, through
from .family import Case, Family, Size, text_case
from .image_vae import encoded, image_vae_parts, on_graphs

# The reference's advice for plain Stable Diffusion with motion modules.
SCHEDULE = dict(beta_schedule="linear", clip_sample=False, timestep_spacing="linspace", steps_offset=1)


class AnimateDiff(Family):
    PIPELINES = ("AnimateDiffPipeline", "StableDiffusionPipeline")
    NAME = "animatediff"
    TEXT_LENGTH = 77
    SCHEDULERS = ("DDIMScheduler", "EulerDiscreteScheduler", "DPMSolverMultistepScheduler")

    def scheduler(self, name: str = "") -> Any:
        if self.source.kind == "AnimateDiffPipeline":
            return super().scheduler(name)
        return getattr(diffusers, name or "DDIMScheduler").from_pretrained(self.source.where("scheduler").folder, **SCHEDULE)

    @property
    def longest(self) -> int:
        """Rows of the motion modules' table of places."""
        return int(getattr(self.source.network("unet").config, "motion_max_seq_length", 32) or 32)

    def parts(self) -> Iterator[Part]:
        torch.manual_seed(0)
        text = self.source.config("text_encoder")
        length, width = self.text_length, text.hidden_size
        yield Part(
            role="text_encoder",
            network="text_encoder",
            call=lambda net: lambda ids: net(ids)[0],
            cases=[text_case(text.vocab_size, length, n, masked=False) for n in (9, 1)],
            outputs=["last_hidden_state"],
        )
        channels, times = self.source.network("unet").config.in_channels, 2 ** (len(self.source.network("unet").config.block_out_channels) - 1)

        def noise(frames: int, height: int, width_: int) -> Tensors:
            return {
                "hidden_states": torch.randn(2, channels, frames, height * times, width_ * times),
                "encoder_hidden_states": torch.randn(2, length, width),
                "timestep": torch.tensor([400.5, 400.5]),
            }

        free = {0: "batch", 2: "frames", 3: "height", 4: "width"}
        # The reference repeats the text for every frame; here the graph does, so that it is like any other.
        yield Part(
            role="transformer",
            folder="unet",
            network="unet",
            call=lambda net: lambda x, words, t: net(x, t, words.repeat_interleave(x.shape[2], dim=0), return_dict=False)[0],
            cases=[noise(8, 2, 3), noise(self.longest, 3, 2)],
            outputs=["sample"],
            axes={"hidden_states": free, "encoder_hidden_states": {0: "batch"}, "timestep": {0: "batch"}, "sample": free},
            newer=False,
        )
        yield from image_vae_parts(self.source, "vae")

    def manifest(self) -> dict[str, Any]:
        code = self.source.config("vae")
        times = 2 ** (len(code.block_out_channels) - 1)
        inside = 2 ** (len(self.source.config("unet").block_out_channels) - 1)
        side = int(self.source.config("unet").sample_size or 64) * times
        # Motion modules have more rows in their table than frames in their training.
        trained = min(16, self.longest)
        return {
            "tasks": ["text-to-video"],
            "latents": {
                "channels": code.latent_channels,
                "layout": "BCFHW",
                "temporalCompression": 1,
                "spatialCompression": times,
                "scale": code.scaling_factor,
                "shift": 0,
            },
            "frames": {"rule": "free", "window": trained, "min": 1, "max": 512, "default": trained, "trained": [trained]},
            "size": {"multiple": times * inside, "min": min(4 * times * inside, side), "max": 2 * side, "default": {"width": side, "height": side}},
            "rate": {"num": 8, "den": 1},
            "text": {"maxLength": self.text_length, "cleaner": "none", "maskFeature": False},
            "guidance": {"default": 7.5, "layout": "batch"},
            "defaults": {"steps": 25, "scheduler": type(self.scheduler()).__name__},
        }

    def smallest(self) -> tuple[int, Size]:
        least = {**self.manifest()["size"], **self.card.get("size", {})}["min"]
        return 4, (least, least)

    def pipe(self, case: Case, desk: Desk | None) -> Any:
        source, code = self.source, self.source.network("vae")
        if desk is None:
            text = through(lambda: source.network("text_encoder"), source.device)
            denoiser = through(lambda: source.network("unet"), source.device)
        else:
            code = on_graphs(code, desk, "vae_decoder")

            def text(ids: torch.Tensor, **_rest: Any) -> torch.Tensor:
                return desk.rows("text_encoder", input_ids=ids)

            def denoiser(x: torch.Tensor, t: torch.Tensor, encoder_hidden_states: torch.Tensor, **_rest: Any) -> torch.Tensor:
                words, time = encoder_hidden_states[:: x.shape[2]], t.float().expand(x.shape[0])
                return desk.one("transformer", hidden_states=x, encoder_hidden_states=words, timestep=time)

        kind, code = (diffusers.AnimateDiffVideoToVideoPipeline, by_mean(code)) if case.footage else (diffusers.AnimateDiffPipeline, code)
        return kind(
            tokenizer=self.tokenizer,
            text_encoder=Stand(source.config("text_encoder"), text),
            vae=code,
            unet=Stand(source.config("unet"), denoiser),
            motion_adapter=None,
            scheduler=self.scheduler(case.scheduler),
        )

    def run(self, pipe: Any, case: Case) -> dict[str, Any]:
        embeds = pipe.encode_prompt(case.prompt, torch.device("cpu"), 1, case.guidance > 1, case.negative)
        return self.record(pipe, case, embeds=embeds, **case.footage or {"num_frames": case.frames})

    def encode(self, video: torch.Tensor, desk: Desk | None) -> torch.Tensor:
        code = self.source.network("vae")
        return encoded(code if desk is None else on_graphs(code, desk, "vae_decoder"), video)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        code = self.source.network("vae")
        return code.decode((latents[0] / code.config.scaling_factor).transpose(0, 1)).sample.transpose(0, 1)[None]


def by_mean(code: Any) -> Any:
    """The autoencoder with an encoder that gives the mean: the reference draws from what it takes a frame to be, a pack does not."""
    stand, encode = copy(code), code.encode
    stand.encode = lambda x: SimpleNamespace(latent_dist=SimpleNamespace(sample=lambda _random: encode(x).latent_dist.mode()))
    return stand
