"""A diffusers folder, its networks loaded one at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import diffusers
import torch
import transformers
from diffusers.utils import is_accelerate_available

from .lora import Lora, merge
from .refusal import Refusal

INDEX = "model_index.json"
# What is never needed of a repository: the same weights in other forms, and pictures.
SKIPPED = ["*.ckpt", "*.bin", "*.pt", "*.pth", "*.msgpack", "*.onnx", "*.onnx_data", "*.gif", "*.png", "*.jpg", "*.mp4", "*.fp16.*", "*.bf16.*"]


def find(name: str) -> Path:
    """The folder of a name: a folder as it is, a hub id from the local cache, or else from the hub where that may be asked."""
    if Path(name).is_dir():
        return Path(name)
    if name.count("/") != 1 or name.startswith((".", "/")):
        raise Refusal(f'There is no folder "{name}". Name a diffusers folder, or a hub id such as owner/model.')
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except Exception as missing:
        if os.environ.get("HF_HUB_OFFLINE", "").lower() in ("1", "true", "yes", "on"):
            raise Refusal(f'"{name}" is not in the local cache, and HF_HUB_OFFLINE is set. Download it first, or name its folder.') from missing
    try:
        return Path(snapshot_download(name, ignore_patterns=SKIPPED))
    except Exception as error:
        raise Refusal(f'"{name}" could not be had from the hub ({type(error).__name__}). Check the name and the network, or name a folder.') from error


def read_json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        raise Refusal(f"{path.parent.name}/{path.name} is missing from the model folder. Get the whole folder, in the diffusers layout.") from None
    except ValueError as error:
        raise Refusal(f"{path.parent.name}/{path.name} is not JSON ({error}). Get a sound copy of the model folder.") from error


@dataclass(frozen=True)
class Where:
    """Which class loads a network, from where."""

    library: str
    kind: str
    folder: Path


class Source:
    """Knows what is in a diffusers folder, and holds at most one large network of it in memory."""

    def __init__(self, folder: Path, device: str = "cpu", loras: Iterable[Lora] = (), motion: Path | None = None) -> None:
        self.folder, self.device, self.loras, self.motion = folder, device, tuple(loras), motion
        self.index = read_json(folder / INDEX)
        self.kind = str(self.index.get("_class_name"))
        self._held: tuple[str, torch.nn.Module] | None = None
        self._vaes: dict[str, torch.nn.Module] = {}

    def option(self, name: str, default: Any = None) -> Any:
        """A setting of the pipeline itself; newer versions write it as a pair."""
        value = self.index.get(name, default)
        return value[1] if isinstance(value, list) and len(value) == 2 and value[0] is None else value

    def has(self, name: str) -> bool:
        entry = self.index.get(name)
        return isinstance(entry, list) and entry[1] is not None

    def where(self, name: str) -> Where:
        if not self.has(name):
            raise Refusal(f"{INDEX} names no {name}. Use a folder that holds the whole pipeline.")
        library, kind = self.index[name]
        folder = self.folder / name
        if not folder.is_dir():
            raise Refusal(f"The folder {name}/ is missing from the model folder. Get the whole folder, in the diffusers layout.")
        return Where(library, kind, folder)

    def config(self, name: str) -> SimpleNamespace:
        """The settings of a network with their defaults, without its weights."""
        where = self.where(name)
        if where.library == "transformers":
            return transformers.AutoConfig.from_pretrained(where.folder) if name != "image_encoder" else transformers.CLIPVisionConfig.from_pretrained(where.folder)
        kind = self.type_of(where)
        with torch.device("meta"):
            return kind.from_config(kind.load_config(where.folder)).config

    def type_of(self, where: Where) -> Any:
        library = {"diffusers": diffusers, "transformers": transformers}.get(where.library)
        kind = getattr(library, where.kind, None)
        if kind is None:
            raise Refusal(f"{where.folder.name} is a {where.library}.{where.kind}, which the installed libraries do not have. Use the versions in modelpacks/requirements.txt.")
        return kind

    def load(self, name: str) -> torch.nn.Module:
        where = self.where(name)
        kind = self.type_of(where)
        # A network that keeps some weights in float32, as Wan's does, is only loaded through accelerate.
        if getattr(kind, "_keep_in_fp32_modules", None) and where.library == "diffusers" and not is_accelerate_available():
            raise Refusal(f"{where.kind} needs accelerate to be loaded, which is not installed. Install what modelpacks/requirements.txt lists.")
        try:
            network = kind.from_pretrained(where.folder, torch_dtype=torch.float32)
        except OSError as error:
            raise Refusal(f"The weights of {name} could not be read: {str(error).splitlines()[0]}. Get the whole folder, in the diffusers layout.") from error
        return merge(self.kind, name, network, self.loras).eval().requires_grad_(False)

    def network(self, name: str) -> torch.nn.Module:
        """A network in float32 with its adapters merged; the one that was held before is let go. Autoencoders are small and stay."""
        if name.startswith("vae"):
            if name not in self._vaes:
                self._vaes[name] = self.load(name)
            return self._vaes[name]
        if self._held is None or self._held[0] != name:
            self._held = None
            self._held = (name, self.motioned() if name == "unet" else self.load(name))
        return self._held[1]

    def motioned(self) -> torch.nn.Module:
        """The U-Net of Stable Diffusion with its motion modules."""
        if self.where("unet").kind == "UNetMotionModel":
            return self.load("unet")
        folder = self.motion or (self.folder / "motion_adapter")
        if not folder.is_dir():
            raise Refusal("This is Stable Diffusion without motion modules. Name a folder of motion modules: --motion-adapter FOLDER.")
        adapter = diffusers.MotionAdapter.from_pretrained(folder, torch_dtype=torch.float32)
        return diffusers.UNetMotionModel.from_unet2d(self.load("unet"), adapter).eval().requires_grad_(False)

    def let_go(self, name: str | None = None) -> None:
        """Forgets a network that was changed, or all."""
        if name is None or (self._held is not None and self._held[0] == name):
            self._held = None
        for vae in [name] if name else list(self._vaes):
            self._vaes.pop(vae, None)
