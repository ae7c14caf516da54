"""Wan 2.1 and 2.2 (diffusers' WanPipeline and WanImageToVideoPipeline): text to video, image to video, two experts, TI2V-5B."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import diffusers
import torch
from diffusers.pipelines.wan.pipeline_wan import prompt_clean

from ..part import Part, Tensors
from ..source import read_json
from ..stand import Desk, Stand, through
from .family import FREE_TEXT, Case, Family, Size, text_case
from .wan_vae import LATENT, SPACE, streamed, wan_vae_parts


class Wan(Family):
    PIPELINES = ("WanPipeline", "WanImageToVideoPipeline")
    NAME = "wan"
    TEXT_LENGTH = 512
    SCHEDULERS = ("UniPCMultistepScheduler", "FlowMatchEulerDiscreteScheduler")

    @property
    def by_token(self) -> bool:
        """Each token has a timestep of its own, as in 2.2 TI2V-5B."""
        return bool(self.source.option("expand_timesteps", False))

    @property
    def boundary(self) -> float | None:
        return self.source.option("boundary_ratio")

    @property
    def conditioned(self) -> bool:
        """The first frame goes in as extra channels."""
        config = self.source.config("transformer")
        return config.in_channels != config.out_channels

    @property
    def sees(self) -> bool:
        """The transformer looks at CLIP's view of the picture too, as 2.1 does."""
        return getattr(self.source.config("transformer"), "image_dim", None) is not None and self.source.has("image_encoder")

    @property
    def sees_two(self) -> bool:
        """At a first and a last picture: then a clip is one pass, because every pass would need a last one."""
        return self.sees and bool(getattr(self.source.config("transformer"), "pos_embed_seq_len", None))

    @property
    def experts(self) -> list[str]:
        return [name for name in ("transformer", "transformer_2") if self.source.has(name)]

    def parts(self) -> Iterator[Part]:
        torch.manual_seed(0)
        text = self.source.config("text_encoder")
        length = self.text_length
        yield Part(
            role="text_encoder",
            network="text_encoder",
            call=lambda net: lambda ids, mask: net(ids, mask).last_hidden_state,
            cases=[text_case(text.vocab_size, length, n) for n in (9, 1, length)],
            outputs=["last_hidden_state"],
            axes=FREE_TEXT,
            newer=False,
        )
        if self.sees:
            side, channels = self.source.config("image_encoder").image_size, self.source.config("image_encoder").num_channels
            yield Part(
                role="image_encoder",
                network="image_encoder",
                call=lambda net: lambda x: net(pixel_values=x, output_hidden_states=True).hidden_states[-2],
                cases=[{"pixel_values": torch.randn(n, channels, side, side)} for n in (1, 2)],
                outputs=["penultimate_hidden_state"],
                axes={"pixel_values": {0: "n"}, "penultimate_hidden_state": {0: "n"}},
                newer=False,
            )
        for name in self.experts:
            yield self.expert(name)
        yield from wan_vae_parts(self.source.network("vae"))

    def expert(self, name: str) -> Part:
        config, width = self.source.config(name), self.source.config("text_encoder").d_model

        def noise(frames: int, height: int, width_: int) -> Tensors:
            tokens = frames * height * width_ // 4
            case = {
                "hidden_states": torch.randn(1, config.in_channels, frames, height, width_),
                "encoder_hidden_states": torch.randn(1, self.text_length, width),
                "timestep": torch.rand(1, tokens) * 999 if self.by_token else torch.tensor([400.5]),
            }
            if self.sees:
                view = self.source.config("image_encoder")
                seen = (view.image_size // view.patch_size) ** 2 + 1
                pictures = 2 if self.sees_two else 1
                case["encoder_hidden_states_image"] = torch.randn(pictures, seen, view.hidden_size)
            return case

        axes = {"hidden_states": {2: "frames", **SPACE}}
        if self.by_token:
            axes["timestep"] = {1: "tokens"}
        return Part(
            role=name,
            network=name,
            call=lambda net: lambda x, words, t, seen=None: net(x, t, words, seen, return_dict=False)[0],
            cases=[noise(*LATENT), noise(5, 6, 4), noise(1, 4, 4)],
            outputs=["sample"],
            axes=axes,
        )

    def manifest(self) -> dict[str, Any]:
        code = self.source.config("vae")
        pixels = code.scale_factor_spatial
        held, given = self.by_token, self.conditioned
        tasks = (["text-to-video"] if not given else []) + (["image-to-video"] if given or held else [])
        view: dict[str, Any] = {}
        if self.sees:
            view = {"image": image_settings(read_json(self.source.where("image_processor").folder / "preprocessor_config.json"))}
        conditioning = {"conditioning": {"kind": "held"} if held else {"kind": "channels", **view}} if held or given else {}
        size, frames, rate = ((1280, 704), 121, 24) if held else ((832, 480), 81, 16)
        # Of a longer clip, each pass is given the end of the one before.
        longest = frames if self.sees_two else 8 * (frames - 1) + 1
        second = {"second": {"below": self.boundary, "scale": 3.0}} if self.boundary is not None and "transformer_2" in self.experts else {}
        return {
            "tasks": tasks,
            **conditioning,
            "latents": {
                "channels": code.z_dim,
                "layout": "BCFHW",
                "patch": 2,
                "temporalCompression": 4,
                "spatialCompression": pixels,
                "scale": 1,
                "shift": 0,
                "mean": list(code.latents_mean),
                "std": list(code.latents_std),
            },
            "frames": {"rule": "free", "window": frames, "min": 1, "max": longest, "default": frames, "trained": [frames]},
            "size": {"multiple": 2 * pixels, "min": 4 * pixels, "max": 1280, "default": {"width": size[0], "height": size[1]}},
            "rate": {"num": rate, "den": 1},
            "text": {"maxLength": self.text_length, "cleaner": "wan", "maskFeature": False, "zeroPad": True},
            "guidance": {"default": 4 if second else 5, "layout": "separate", **second},
            "defaults": {"steps": 50, "scheduler": type(self.scheduler()).__name__},
        }

    def smallest(self) -> tuple[int, Size]:
        least = {**self.manifest()["size"], **self.card.get("size", {})}["min"]
        return 5, (least, least)

    def clean(self, text: str) -> str:
        return prompt_clean(text)

    def pipe(self, case: Case, desk: Desk | None) -> Any:
        source, code = self.source, self.source.network("vae")
        stands: dict[str, Any] = {}
        if desk is None:
            text = through(lambda: source.network("text_encoder"), source.device)
            for name in self.experts:
                stands[name] = through(lambda name=name: source.network(name), source.device)
            view = through(lambda: source.network("image_encoder"), source.device, lambda out: out.hidden_states[-2])
        else:
            code = streamed(code, desk)

            def text(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
                return desk.rows("text_encoder", input_ids=ids, attention_mask=mask)

            for name in self.experts:
                stands[name] = self.on_graph(desk, name)

            def view(pixel_values: torch.Tensor, **_rest: Any) -> torch.Tensor:
                return desk.one("image_encoder", pixel_values=pixel_values)

        parts = dict(
            tokenizer=self.tokenizer,
            text_encoder=Stand(source.config("text_encoder"), text),
            vae=code,
            scheduler=self.scheduler(case.scheduler),
            transformer=Stand(source.config("transformer"), stands["transformer"]),
        )
        if case.footage:
            return diffusers.WanVideoToVideoPipeline(**parts)
        parts |= dict(
            transformer_2=Stand(source.config("transformer_2"), stands["transformer_2"]) if "transformer_2" in stands else None,
            boundary_ratio=self.boundary,
            expand_timesteps=self.by_token,
        )
        if case.operation == "text-to-video":
            return diffusers.WanPipeline(**parts)
        seen = dict(image_encoder=Stand(source.config("image_encoder"), view), image_processor=self.processor()) if self.sees else {}
        return diffusers.WanImageToVideoPipeline(**parts, **{"image_encoder": None, "image_processor": None, **seen})

    def processor(self) -> Any:
        """The one on Pillow: the other resizes a little differently from one version to the next."""
        from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

        return CLIPImageProcessorPil.from_pretrained(self.source.where("image_processor").folder)

    def on_graph(self, desk: Desk, name: str) -> Any:
        def call(
            hidden_states: torch.Tensor,
            timestep: torch.Tensor,
            encoder_hidden_states: torch.Tensor,
            encoder_hidden_states_image: torch.Tensor | None = None,
            **_rest: Any,
        ) -> torch.Tensor:
            seen = {} if encoder_hidden_states_image is None else {"encoder_hidden_states_image": encoder_hidden_states_image}
            return desk.one(name, hidden_states=hidden_states, timestep=timestep.float(), encoder_hidden_states=encoder_hidden_states, **seen)

        return call

    def run(self, pipe: Any, case: Case) -> dict[str, Any]:
        embeds = pipe.encode_prompt(case.prompt, case.negative, case.guidance > 1, max_sequence_length=self.text_length)
        call: dict[str, Any] = dict(max_sequence_length=self.text_length, **case.footage or {"num_frames": case.frames})
        guidance = {**self.manifest()["guidance"], **self.card.get("guidance", {})}
        if "second" in guidance:
            call["guidance_scale_2"] = guidance["second"]["scale"]
        for at, _strength, picture in case.keyframes:
            call["image" if at == 0 else "last_image"] = picture
        held = 1 if self.by_token and case.keyframes else 0
        return self.record(pipe, case, embeds=embeds, held=held, **call)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        mean, std = self.spread
        return self.source.network("vae").decode(latents * std + mean).sample

    def encode(self, video: torch.Tensor, desk: Desk | None) -> torch.Tensor:
        mean, std = self.spread
        code = self.source.network("vae")
        return ((code if desk is None else streamed(code, desk)).encode(video).latent_dist.mode() - mean) * (1 / std)

    @property
    def spread(self) -> list[torch.Tensor]:
        """Mean and standard deviation of each channel."""
        config = self.source.config("vae")
        return [torch.tensor(values).view(1, -1, 1, 1, 1) for values in (config.latents_mean, config.latents_std)]


def image_settings(processor: dict[str, Any]) -> dict[str, Any]:
    """How CLIP is shown a picture: its shorter edge to `size`, the middle cut out, levels less `mean` over `std`."""
    size, crop = processor.get("size", 224), processor.get("crop_size", 224)
    edge = size.get("shortest_edge", 224) if isinstance(size, dict) else size
    cut = crop.get("height", 224) if isinstance(crop, dict) else crop
    return {"size": int(edge), "crop": int(cut), "mean": list(processor["image_mean"]), "std": list(processor["image_std"])}
