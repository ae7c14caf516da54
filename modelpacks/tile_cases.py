"""What diffusers' own tiling makes of the tiny packs' decoders: `python -m modelpacks.tile_cases test/fixtures/tiles`.

The tiling is that of AutoencoderKL, AutoencoderKLWan and AutoencoderKLLTXVideo; in the place of their decoders stand the
graphs of the packs, so that the values are those of the same weights. Only every 31st value is kept, of long clips every 311th.
The files that end in `-spans` are of AutoencoderKLLTXVideo's tiling in time (`use_framewise_decoding`), one of them in space too.
"""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from diffusers import AutoencoderKL, AutoencoderKLLTXVideo, AutoencoderKLWan
from diffusers.models.autoencoders.autoencoder_kl_wan import patchify

PACKS = Path(__file__).resolve().parents[1] / "test" / "fixtures" / "packs"
EVERY, EVERY_OF_SPANS = 31, 311


class Decoder(torch.nn.Module):
    """A pack's graphs with the face of a diffusers decoder. `fold` undoes what the graph does after the decoder."""

    def __init__(self, pack: str, fold: int = 1) -> None:
        super().__init__()
        self.fold = fold
        self.sessions = {p.parent.name: onnxruntime.InferenceSession(p) for p in (PACKS / pack).glob("vae_decoder*/model.onnx")}

    def forward(self, z: torch.Tensor, *_: object, feat_cache: list | None = None, feat_idx: object = None, first_chunk: bool = True) -> torch.Tensor:
        session = self.sessions["vae_decoder" if first_chunk else "vae_decoder_next"]
        names = [i.name for i in session.get_inputs()]
        feeds = {"latent_sample": z.numpy()}
        if "timestep" in names:
            feeds["timestep"] = np.array([0.05], np.float32)
        caches = [n for n in names if n.startswith("cache_")]
        feeds |= {name: feat_cache[k] for k, name in enumerate(caches)} if caches else {}
        sample, *remembered = session.run(None, feeds)
        if feat_cache is not None:
            feat_cache[: len(remembered)] = remembered
        out = torch.from_numpy(sample)
        return out if self.fold == 1 else patchify(out, self.fold)


def plain(tile: int) -> AutoencoderKL:
    vae = AutoencoderKL(block_out_channels=(2, 2, 2, 2), down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4, norm_num_groups=1, sample_size=8 * tile)
    vae.tile_latent_min_size, vae.tile_sample_min_size = tile, 8 * tile
    vae.post_quant_conv = torch.nn.Identity()
    return vae


def in_pixels(vae: AutoencoderKLWan | AutoencoderKLLTXVideo, tile: int) -> AutoencoderKLWan | AutoencoderKLLTXVideo:
    edge, stride = tile * vae.spatial_compression_ratio, tile * 3 // 4 * vae.spatial_compression_ratio
    vae.tile_sample_min_height = vae.tile_sample_min_width = edge
    vae.tile_sample_stride_height = vae.tile_sample_stride_width = stride
    return vae


def wan(tile: int, patch: int | None) -> AutoencoderKLWan:
    folded = dict(patch_size=patch, in_channels=12, out_channels=12, scale_factor_spatial=16) if patch else {}
    vae = in_pixels(AutoencoderKLWan(base_dim=2, dim_mult=[1, 1, 1, 1], num_res_blocks=1, z_dim=8 if patch else 16, **folded), tile)
    vae.post_quant_conv = torch.nn.Identity()
    # As many places as the packs' graphs remember things.
    vae.clear_cache = lambda: setattr(vae, "_feat_map", [None] * 64)
    return vae


def ltx(tile: int, span: int = 0) -> AutoencoderKLLTXVideo:
    vae = in_pixels(AutoencoderKLLTXVideo(), tile or 64)
    vae.use_tiling, vae.use_framewise_decoding = tile > 0, span > 0
    if span:
        time = vae.temporal_compression_ratio
        vae.tile_sample_min_num_frames, vae.tile_sample_stride_num_frames = span * time, (span - max(1, span // 4)) * time
    return vae


def floats(values: np.ndarray) -> str:
    return base64.b64encode(values.astype("<f4").tobytes()).decode()


def spans(pack: str, shape: tuple[int, ...], tile: int, span: int) -> dict[str, object]:
    vae = ltx(tile, span).eval().requires_grad_(False)
    vae.decoder = Decoder(pack)
    z = torch.randn(*shape, generator=torch.Generator().manual_seed(5))
    sample = vae._decode(z, None).sample
    print(f"{pack}: {tuple(sample.shape)} in spans of {span} latent frames", flush=True)
    return {"name": f"{pack}-spans", "span": span, **told(pack, tile, z, sample, EVERY_OF_SPANS)}


def case(pack: str, vae: torch.nn.Module, shape: tuple[int, ...], tile: int, *rest: object, fold: int = 1) -> dict[str, object]:
    vae.eval().requires_grad_(False)
    vae.decoder = Decoder(pack, fold)
    z = torch.randn(*shape, generator=torch.Generator().manual_seed(5))
    sample = vae.tiled_decode(z, *rest).sample
    print(f"{pack}: {tuple(sample.shape)} in tiles of {tile} latents", flush=True)
    return {"name": pack, **told(pack, tile, z, sample, EVERY)}


def told(pack: str, tile: int, z: torch.Tensor, sample: torch.Tensor, every: int) -> dict[str, object]:
    return {
        "pack": pack,
        "tile": tile or None,
        "latents": {"shape": list(z.shape), "float32": floats(z.numpy())},
        "sample": {"shape": list(sample.shape), "every": every, "float32": floats(sample.numpy().ravel()[::every])},
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("out", type=Path)
    out = ap.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    cases = [
        case("tiny-animatediff", plain(4), (2, 4, 7, 6), 4),
        case("tiny-wan", wan(4, None), (1, 16, 2, 6, 8), 4),
        case("tiny-wan-5b", wan(4, 2), (1, 8, 2, 4, 7), 4, fold=2),
        case("tiny-ltx", ltx(4), (1, 16, 2, 5, 5), 4, None),
        case("tiny-ltx-keyframes", ltx(4), (1, 16, 1, 4, 7), 4, None),
        spans("tiny-ltx", (1, 16, 14, 2, 2), 0, 8),
        spans("tiny-ltx-keyframes", (1, 16, 4, 3, 6), 4, 2),
    ]
    for one in cases:
        (out / f"{one.pop('name')}.json").write_text(json.dumps(one) + "\n")


if __name__ == "__main__":
    main()
