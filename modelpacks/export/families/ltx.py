"""LTX-Video (diffusers' LTXPipeline, LTXImageToVideoPipeline, LTXConditionPipeline): tokens that know their place and their noise."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from types import SimpleNamespace
from typing import Any

import diffusers
import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

from ..part import Part, Tensors
from ..stand import Desk, Stand, through
from .family import FREE_TEXT, Case, Family, Size, text_case

DECODE = {"timestep": 0.05, "scale": 0.025}
# Noise on held frames, so that the motion does not stop at them.
SHAKE = 0.15


class Ltx(Family):
    PIPELINES = ("LTXPipeline", "LTXImageToVideoPipeline", "LTXConditionPipeline")
    NAME = "ltx"
    TEXT_LENGTH = 128
    SCHEDULERS = ("FlowMatchEulerDiscreteScheduler", "UniPCMultistepScheduler")

    @property
    def keyframes(self) -> bool:
        """Pictures anywhere, which came with 0.9.5."""
        return self.source.kind == "LTXConditionPipeline"

    @property
    def told(self) -> bool:
        """The decoder is told how much noise was left in the latents."""
        return bool(getattr(self.source.config("vae"), "timestep_conditioning", False))

    @property
    def step(self) -> tuple[int, int]:
        """How much time and space are compressed."""
        code = self.source.network("vae")
        return code.temporal_compression_ratio, code.spatial_compression_ratio

    @property
    def rate(self) -> int:
        return int(self.card.get("rate", {}).get("num", 25))

    def parts(self) -> Iterator[Part]:
        torch.manual_seed(0)
        text, config = self.source.config("text_encoder"), self.source.config("transformer")
        length, channels = self.text_length, config.in_channels
        # The first pipeline lets its text encoder see the padding.
        yield Part(
            role="text_encoder",
            network="text_encoder",
            call=lambda net: lambda ids, mask=None: net(ids, attention_mask=mask)[0],
            cases=[text_case(text.vocab_size, length, n, masked=self.keyframes) for n in (9, 1, length)],
            outputs=["last_hidden_state"],
            axes=FREE_TEXT,
            newer=False,
        )

        def noise(count: int, words: int) -> Tensors:
            return {
                "hidden_states": torch.randn(1, count, channels),
                "encoder_hidden_states": torch.randn(1, length, text.d_model),
                "timestep": torch.rand(1, count) * 999,
                "encoder_attention_mask": (torch.arange(length) < words).long()[None],
                "video_coords": torch.rand(1, 3, count) * 60,
            }

        # The exporter cannot follow the mask through a free batch, so each half of the guidance has a run of its own.
        each = {1: "tokens"}
        yield Part(
            role="transformer",
            network="transformer",
            call=lambda net: lambda x, words, t, mask, at: net(x, words, t, mask, video_coords=at, return_dict=False)[0],
            cases=[noise(18, 9), noise(24, length), noise(7, 1)],
            outputs=["sample"],
            axes={"hidden_states": each, "timestep": each, "video_coords": {2: "tokens"}},
        )
        time = {"timestep": torch.tensor([DECODE["timestep"]])} if self.told else {}
        latent = self.source.config("vae").latent_channels
        yield Part(
            role="vae_decoder",
            network="vae",
            call=lambda net: lambda z, t=None: net.decode(z, t, return_dict=False)[0],
            cases=[{"latent_sample": torch.randn(1, latent, *shape), **time} for shape in ((3, 2, 3), (5, 3, 2))],
            outputs=["sample"],
            axes={"latent_sample": {2: "frames", 3: "height", 4: "width"}},
        )
        time_, side = self.step
        yield Part(
            role="vae_encoder",
            network="vae",
            call=lambda net: lambda x: net.encode(x).latent_dist.parameters,
            cases=[{"sample": torch.rand(1, 3, n * time_ + 1, h * side, w * side) * 2 - 1} for n, h, w in ((1, 2, 3), (0, 3, 2), (2, 1, 2))],
            outputs=["latent_parameters"],
            axes={"sample": {2: "frames", 3: "height", 4: "width"}},
        )

    def manifest(self) -> dict[str, Any]:
        code = self.source.network("vae")
        time, space = self.step
        return {
            "tasks": ["text-to-video", "image-to-video"],
            "conditioning": {"kind": "keyframes", "noise": SHAKE} if self.keyframes else {"kind": "held"},
            "levels": "linear-quadratic" if self.keyframes else "linear",
            **({"decodeNoise": DECODE} if self.told else {}),
            "latents": {
                "channels": code.config.latent_channels,
                "layout": "tokens",
                "temporalCompression": time,
                "spatialCompression": space,
                "scale": code.config.scaling_factor,
                "shift": 0,
                "mean": [round(float(v), 6) for v in code.latents_mean],
                "std": [round(float(v), 6) for v in code.latents_std],
            },
            "frames": {"rule": "free", "window": 257, "min": 1, "max": 257, "default": 161, "trained": [161]},
            "size": {"multiple": space, "min": 2 * space, "max": 1280, "default": {"width": 704, "height": 480}},
            "rate": {"num": 25, "den": 1},
            "text": {"maxLength": self.text_length, "cleaner": "none", "maskFeature": False},
            "guidance": {"default": 3, "layout": "separate"},
            "defaults": {"steps": 50, "scheduler": type(self.scheduler()).__name__},
        }

    def smallest(self) -> tuple[int, Size]:
        least = max({**self.manifest()["size"], **self.card.get("size", {})}["min"], self.step[1])
        return self.step[0] + 1, (least, least)

    def pipe(self, case: Case, desk: Desk | None) -> Any:
        source, code = self.source, self.source.network("vae")
        if desk is None:
            text = through(lambda: source.network("text_encoder"), source.device)
            denoiser = through(lambda: source.network("transformer"), source.device)
        else:
            code = self.on_graphs(code, desk)

            def text(ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
                mask = {} if attention_mask is None else {"attention_mask": attention_mask.long()}
                return desk.rows("text_encoder", input_ids=ids, **mask)

            denoiser = self.denoiser(desk)
        parts = dict(
            tokenizer=self.tokenizer,
            text_encoder=Stand(source.config("text_encoder"), text),
            vae=code,
            transformer=Stand(source.config("transformer"), denoiser),
            scheduler=self.scheduler(case.scheduler),
        )
        if self.keyframes:
            return diffusers.LTXConditionPipeline(**parts)
        return (diffusers.LTXImageToVideoPipeline if case.keyframes else diffusers.LTXPipeline)(**parts)

    def denoiser(self, desk: Desk) -> Any:
        """The graph takes the place of each token, and one text at a time."""

        def call(
            hidden_states: torch.Tensor,
            encoder_hidden_states: torch.Tensor,
            timestep: torch.Tensor,
            encoder_attention_mask: torch.Tensor,
            num_frames: int = 0,
            height: int = 0,
            width: int = 0,
            rope_interpolation_scale: tuple[float, float, float] | None = None,
            video_coords: torch.Tensor | None = None,
            **_rest: Any,
        ) -> torch.Tensor:
            batch, count = hidden_states.shape[:2]
            if video_coords is None:
                grid = torch.meshgrid(*(torch.arange(n, dtype=torch.float32) for n in (num_frames, height, width)), indexing="ij")
                scale = torch.tensor([float(s) for s in rope_interpolation_scale]).view(3, 1)
                video_coords = (torch.stack(grid).flatten(1) * scale)[None].expand(batch, -1, -1)
            time = timestep.float().reshape(batch, -1).expand(batch, count)
            return desk.rows(
                "transformer",
                hidden_states=hidden_states,
                encoder_hidden_states=encoder_hidden_states,
                timestep=time,
                encoder_attention_mask=encoder_attention_mask.long(),
                video_coords=video_coords.float(),
            )

        return call

    def on_graphs(self, code: torch.nn.Module, desk: Desk) -> Any:
        stand = copy(code)

        def decode(z: torch.Tensor, temb: torch.Tensor | None = None, return_dict: bool = True) -> Any:
            time = {} if temb is None else {"timestep": temb.float().reshape(-1)[:1]}
            made = desk.one("vae_decoder", latent_sample=z, **time)
            return SimpleNamespace(sample=made) if return_dict else (made,)

        def encode(x: torch.Tensor) -> Any:
            return SimpleNamespace(latent_dist=DiagonalGaussianDistribution(desk.one("vae_encoder", sample=x)))

        stand.decode, stand.encode = decode, encode
        return stand

    def run(self, pipe: Any, case: Case) -> dict[str, Any]:
        made = pipe.encode_prompt(case.prompt, case.negative, case.guidance > 1, max_sequence_length=self.text_length)
        call: dict[str, Any] = dict(num_frames=case.frames, frame_rate=self.rate, max_sequence_length=self.text_length)
        if self.told:
            call |= dict(decode_timestep=DECODE["timestep"], decode_noise_scale=DECODE["scale"])
        if case.keyframes and self.keyframes:
            conditions = [LTXVideoCondition(image=shown, frame_index=at, strength=strength) for at, strength, shown in case.keyframes]
            call |= {"conditions": conditions, "image_cond_noise_scale": SHAKE}
        elif case.keyframes:
            call["image"] = case.keyframes[0][2]
        time, space = self.step
        height, width = case.size[1] // space, case.size[0] // space
        channels = self.source.config("transformer").in_channels

        def unpack(latents: torch.Tensor) -> torch.Tensor:
            return latents.reshape(1, -1, height, width, channels).permute(0, 4, 1, 2, 3)

        return self.record(pipe, case, embeds=(made[0], made[2]), unpack=unpack, **call)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        code = self.source.network("vae")
        mean, std = code.latents_mean.view(1, -1, 1, 1, 1), code.latents_std.view(1, -1, 1, 1, 1)
        time = torch.tensor([DECODE["timestep"]]) if self.told else None
        return code.decode(latents * std / code.config.scaling_factor + mean, time).sample

    def encode(self, video: torch.Tensor, desk: Desk | None) -> torch.Tensor:
        code = self.source.network("vae")
        mean = (code if desk is None else self.on_graphs(code, desk)).encode(video).latent_dist.mode()
        return diffusers.LTXConditionPipeline._normalize_latents(mean, code.latents_mean, code.latents_std, code.config.scaling_factor)
