"""What a generator does to clean footage: the blur of its autoencoder, noise, and the blocks of lossy video."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageFilter

Array = np.ndarray


class Wear:
    """Wears footage out. `pack`: a generator whose autoencoder is one of the ways; without it there are the others."""

    def __init__(self, pack: Path | None, share: float = 0.65, autoencoded: float = 0.6) -> None:
        """`share` of what passes through is worn, the rest stays clean; `autoencoded` of that by the pack."""
        self.share, self.through, self.graphs = share, autoencoded, None
        if pack is None:
            return
        manifest = json.loads((pack / "pack.json").read_text())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.graphs = [
            onnxruntime.InferenceSession(pack / part / "model.onnx", options, providers=["CPUExecutionProvider"])
            for part in ("vae_encoder", "vae_decoder")
        ]
        self.edge = manifest["size"]["default"]["width"]
        self.channels = manifest["latents"]["channels"]

    def still(self, frames: Array, rng: np.random.Generator) -> list[Array]:
        """u8[n,h,w,3] of one clip, each worn in its own way."""
        return [self.worn(f[None], rng, free=True)[0] if rng.random() < self.share else f for f in frames]

    def moments(self, frames: Array, rng: np.random.Generator) -> Array:
        """u8[n,h,w,3] of one clip, all worn alike: what lies between two frames must look as they do."""
        return self.worn(frames, rng, free=False) if rng.random() < self.share else frames

    def worn(self, frames: Array, rng: np.random.Generator, free: bool) -> Array:
        """`free` also draws what differs from frame to frame: noise and blocks."""
        if self.graphs is not None and frames.shape[1] == self.edge and rng.random() < self.through:
            return self.autoencoded(frames)
        sigma = float(rng.uniform(0.3, 1.0)) * frames.shape[1] / 128
        out = np.stack([np.asarray(Image.fromarray(f).filter(ImageFilter.GaussianBlur(sigma))) for f in frames])
        if not free:
            return out
        if rng.random() < 0.5:
            noise = rng.normal(0, rng.uniform(0.5, 4), out.shape)
            out = np.clip(out + noise + 0.5, 0, 255).astype(np.uint8)
        return np.stack([blocks(f, int(rng.integers(60, 96))) for f in out]) if rng.random() < 0.4 else out

    def autoencoded(self, frames: Array, batch: int = 4) -> Array:
        """u8[n,h,w,3] through the generator's encoder and decoder."""
        assert self.graphs is not None
        encoder, decoder = self.graphs
        out = []
        for at in range(0, len(frames), batch):
            x = frames[at : at + batch].transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1
            code = encoder.run(None, {encoder.get_inputs()[0].name: x})[0][:, : self.channels]
            y = decoder.run(None, {decoder.get_inputs()[0].name: code})[0]
            out.append(np.clip((y + 1) * 127.5 + 0.5, 0, 255).astype(np.uint8).transpose(0, 2, 3, 1))
        return np.concatenate(out)


def blocks(frame: Array, quality: int) -> Array:
    """A frame after JPEG."""
    file = io.BytesIO()
    Image.fromarray(frame).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))
