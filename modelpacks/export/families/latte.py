"""Latte (diffusers' LattePipeline): T5, a factorised video transformer, an image autoencoder with or without a temporal decoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import diffusers
import torch

from ..part import Part, Tensors
from ..stand import Desk, Stand, through
from .family import FREE_TEXT, Case, Family, Size, text_case
from .image_vae import encoded, image_vae_parts, on_graphs
from .latte_lean import is_lean, lean

# Places of a frame are fixed, so the cases show how large a table of attention can be. One this small fits a core's own cache.
SMALL_TABLE = 64 * 64


class Short(torch.nn.Module):
    """Takes any number of frames from 2 to the rows of its table of temporal places, where diffusers takes all or one."""

    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden_states: torch.Tensor, **rest: Any) -> Any:
        return short(self.network, hidden_states, **rest)


def short(network: torch.nn.Module, hidden_states: torch.Tensor, **rest: Any) -> Any:
    places = network.temp_pos_embed
    network.temp_pos_embed = places[:, : hidden_states.shape[2]]
    try:
        return network(hidden_states, **rest)
    finally:
        network.temp_pos_embed = places


def forward(network: torch.nn.Module) -> Callable[..., torch.Tensor]:
    """The transformer as a function of latents, text and time."""
    if is_lean(network):
        return lambda x, text, time: lean(network, x, text, time)
    return lambda x, text, time: short(network, x, encoder_hidden_states=text, timestep=time, return_dict=False)[0]


class Latte(Family):
    PIPELINES = ("LattePipeline",)
    NAME = "latte"
    TEXT_LENGTH = 120
    SCHEDULERS = ("DDIMScheduler", "DPMSolverMultistepScheduler", "EulerDiscreteScheduler")

    @property
    def cleaner(self) -> str:
        return str(self.card.get("text", {}).get("cleaner", "latte"))

    @property
    def temporal(self) -> bool:
        """The decoder that Latte keeps beside its pipeline, which `model_index.json` does not name."""
        return (self.source.folder / "vae_temporal_decoder").is_dir()

    def parts(self) -> Iterator[Part]:
        torch.manual_seed(0)
        config, width = self.source.config("transformer"), self.source.config("text_encoder").d_model
        words, channels, side = self.source.config("text_encoder").vocab_size, config.in_channels, config.sample_size
        length, most = self.text_length, config.video_length

        def noise(batch: int, text: int, frames: int) -> Tensors:
            return {
                "hidden_states": torch.randn(batch, channels, frames, side, side),
                "encoder_hidden_states": torch.randn(batch, text, width),
                "timestep": torch.randint(0, 1000, (batch,)),
            }

        batch = {0: "batch"}
        yield Part(
            role="text_encoder",
            network="text_encoder",
            call=lambda net: lambda ids, mask: net(input_ids=ids, attention_mask=mask)[0],
            cases=[text_case(words, length, 9), text_case(words, length, 1, 2), text_case(words, length, length)],
            outputs=["last_hidden_state"],
            axes=FREE_TEXT,
            newer=False,
        )
        yield Part(
            role="transformer",
            network="transformer",
            call=forward,
            cases=[noise(2, 9, min(most, 4)), noise(1, 3, most), noise(1, length, 2)],
            outputs=["sample"],
            axes={
                "hidden_states": {0: "batch", 2: "frames"},
                "encoder_hidden_states": {0: "batch", 1: "text"},
                "timestep": batch,
                "sample": {0: "batch", 2: "frames"},
            },
            newer=False,
            table=SMALL_TABLE,
        )
        yield from image_vae_parts(self.source, "vae")
        if self.temporal:
            self.source.index["vae_temporal_decoder"] = ["diffusers", "AutoencoderKLTemporalDecoder"]
            yield Part(
                role="vae_temporal_decoder",
                network="vae_temporal_decoder",
                call=lambda net: lambda z: net.decode(z, num_frames=z.shape[0], return_dict=False)[0],
                cases=[{"latent_sample": torch.randn(n, channels, *size)} for n, size in ((2, (8, 8)), (14, (6, 8)), (1, (8, 4)))],
                outputs=["sample"],
                axes={name: {0: "n", 2: "height", 3: "width"} for name in ("latent_sample", "sample")},
                newer=False,
            )

    def manifest(self) -> dict[str, Any]:
        config, code = self.source.config("transformer"), self.source.config("vae")
        times = 2 ** (len(code.block_out_channels) - 1)
        side, most = config.sample_size * times, config.video_length
        return {
            "tasks": ["text-to-video"],
            "latents": {
                "channels": config.in_channels,
                "layout": "BCFHW",
                "temporalCompression": 1,
                "spatialCompression": times,
                "scale": code.scaling_factor,
                "shift": 0,
            },
            "frames": {"rule": "free", "window": most, "min": 2, "max": 512, "default": most, "trained": [most]},
            "size": {"multiple": times * config.patch_size, "min": side, "max": side, "default": {"width": side, "height": side}},
            "rate": {"num": 8, "den": 1},
            "text": {"maxLength": self.text_length, "cleaner": "latte", "maskFeature": True},
            "guidance": {"default": 7.5, "layout": "batch"},
            "defaults": {"steps": 50, "scheduler": type(self.scheduler()).__name__, **({"temporalDecoder": True} if self.temporal else {})},
        }

    def smallest(self) -> tuple[int, Size]:
        told = self.manifest()
        size, frames = told["size"]["default"], {**told["frames"], **self.card.get("frames", {})}
        return frames["window"] if frames["rule"] == "window" else max(frames["min"], min(4, frames["window"])), (size["width"], size["height"])

    def clean(self, text: str) -> str:
        if self.cleaner != "latte":
            return text.lower().strip()
        return diffusers.LattePipeline._text_preprocessing(bare(), text, clean_caption=True)[0]

    def pipe(self, case: Case, desk: Desk | None) -> Any:
        source, code = self.source, self.source.network("vae_temporal_decoder" if case.temporal else "vae")
        if desk is None:
            text = through(lambda: source.network("text_encoder"), source.device)
            denoiser = through(lambda: Short(source.network("transformer")), source.device)
        else:
            code = on_graphs(code, desk, "vae_temporal_decoder" if case.temporal else "vae_decoder")

            def text(ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
                return desk.one("text_encoder", input_ids=ids, attention_mask=attention_mask)

            def denoiser(hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor, timestep: torch.Tensor, **_rest: Any) -> torch.Tensor:
                return desk.one("transformer", hidden_states=hidden_states, encoder_hidden_states=encoder_hidden_states, timestep=timestep)

        return diffusers.LattePipeline(
            tokenizer=self.tokenizer,
            text_encoder=Stand(source.config("text_encoder"), text),
            vae=code,
            transformer=Stand(source.config("transformer"), denoiser),
            scheduler=self.scheduler(case.scheduler),
        )

    def run(self, pipe: Any, case: Case) -> dict[str, Any]:
        cleaned = self.cleaner == "latte"
        embeds = pipe.encode_prompt(case.prompt, case.guidance > 1, negative_prompt=case.negative, clean_caption=cleaned)
        return self.record(pipe, case, embeds=embeds, clean_caption=cleaned, video_length=case.frames)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        code = self.source.network("vae")
        return code.decode(latents[0].transpose(0, 1) / code.config.scaling_factor).sample.transpose(0, 1)[None]

    def encode(self, video: torch.Tensor, desk: Desk | None) -> torch.Tensor:
        code = self.source.network("vae")
        return encoded(code if desk is None else on_graphs(code, desk, "vae_decoder"), video)


def bare() -> Any:
    """A pipeline without anything, for its functions of text."""
    return diffusers.LattePipeline(tokenizer=None, text_encoder=None, vae=None, transformer=None, scheduler=None)
