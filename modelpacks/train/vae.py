"""Trains the autoencoder: `python -m modelpacks.train.vae`.

First on 64 px crops around the subject, then on whole frames. The subject's pixels weigh more,
because people look at them and because they are a tenth of the picture.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from diffusers import AutoencoderKL
from PIL import Image

from .common import VAE_CONFIG, Ema, Log, autocast, parser, save
from .grammar import draw_combination
from .muon import Muon
from .render import SIZE, render

SUBJECT_WEIGHT = 4.0
# A sampler's latents are never exact: the decoder is shown codes with up to this much noise on them.
SLACK = 0.12


def open_norms(vae: AutoencoderKL, size: float = 6.0) -> None:
    """Makes the two last norms nearly linear at the start.

    A norm over all channels takes the brightness and contrast of the whole picture away, and a fresh network
    needs hundreds of steps to learn colour around that. Two constant channels of plus and minus `size`
    dominate the variance, so that the norm divides by nearly the same number whatever the picture.
    """
    for norm, block in (
        (vae.encoder.conv_norm_out, vae.encoder.mid_block.resnets[-1]),
        (vae.decoder.conv_norm_out, vae.decoder.up_blocks[-1].resnets[-1]),
    ):
        channels = norm.weight.numel()
        with torch.no_grad():
            count = max(2, channels // 8 * 2)
            block.conv2.bias[:count] = torch.tensor([size, -size]).repeat(count // 2)
            norm.weight.fill_((count * size**2 / channels + 1) ** 0.5)


def split(vae: AutoencoderKL) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """The trainable kernels for Muon, and the rest for AdamW."""
    matrices, others = [], []
    for name, p in vae.named_parameters():
        if p.requires_grad:
            inner = p.ndim == 4 and "encoder.conv_in" not in name and "decoder.conv_out" not in name and "quant" not in name
            (matrices if inner else others).append(p)
    return matrices, others


def pool(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` clips, four frames of each: u8[n,128,128,3] and masks u8[n,128,128]."""
    rng = np.random.default_rng(seed)
    frames, masks = [], []
    for index in range(count):
        clip = render(draw_combination(rng), seed * 1_000_003 + index)
        pick = rng.choice(16, 4, replace=False)
        frames.append(clip.frames[pick])
        masks.append((clip.masks[pick] * 255).astype(np.uint8))
    return np.concatenate(frames), np.concatenate(masks)


def crops(frames: np.ndarray, masks: np.ndarray, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A window of each frame, most often near the subject."""
    out_f, out_m = [], []
    for frame, mask in zip(frames, masks):
        if rng.random() < 0.75 and mask.any():
            ys, xs = np.nonzero(mask)
            centre = (ys.mean(), xs.mean()) + rng.normal(0, 14, 2)
        else:
            centre = rng.uniform(0, SIZE, 2)
        y, x = (int(np.clip(c - size / 2, 0, SIZE - size)) for c in centre)
        out_f.append(frame[y : y + size, x : x + size])
        out_m.append(mask[y : y + size, x : x + size])
    return np.stack(out_f), np.stack(out_m)


def batch(frames: np.ndarray, masks: np.ndarray, device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Frames f32[n,3,H,W] in -1..1 and the loss weights f32[n,1,H,W]."""
    x = torch.from_numpy(frames.copy()).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
    w = torch.from_numpy(masks.copy())[:, None].float().div_(255)
    w = 1 + (SUBJECT_WEIGHT - 1) * torch.nn.functional.max_pool2d(w, 5, 1, 2)
    return x.to(device), w.to(device)


def psnr(vae: AutoencoderKL, frames: np.ndarray, masks: np.ndarray, device: str) -> dict[str, float]:
    """PSNR in dB over everything and inside the subject; saves nothing."""
    with torch.no_grad():
        x, w = batch(frames, masks, device)
        y = vae.decode(vae.encode(x).latent_dist.mean).sample.clamp(-1, 1)
        error = ((x - y) / 2).square().mean(1, keepdim=True)
        inside = (w > 1.5).float()
        whole, subject = error.mean().item(), ((error * inside).sum() / inside.sum()).item()
    return {"psnr": round(-10 * np.log10(whole), 2), "psnr_subject": round(-10 * np.log10(subject), 2)}


def sheet(vae: AutoencoderKL, frames: np.ndarray, masks: np.ndarray, path: object, device: str) -> None:
    """Real frames above, decoded ones below."""
    with torch.no_grad():
        x, _ = batch(frames, masks, device)
        y = vae.decode(vae.encode(x).latent_dist.mean).sample.clamp(-1, 1)
    both = torch.cat([torch.cat(list(x), 2), torch.cat(list(y), 2)], 1)
    Image.fromarray(((both.permute(1, 2, 0).cpu().numpy() + 1) * 127.5).astype(np.uint8)).save(path)


def main() -> None:
    ap = parser("Train the autoencoder")
    ap.add_argument("--minutes", type=float, default=9)
    ap.add_argument("--crop-share", type=float, default=0.6, help="share of the time spent on crops")
    ap.add_argument("--clips", type=int, default=1200)
    ap.add_argument("--lr", type=float, default=0.02, help="of Muon; AdamW has a tenth")
    ap.add_argument("--kl", type=float, default=5e-4)
    ap.add_argument("--resume", action="store_true")
    ap.add_argument("--decoder-only", action="store_true", help="keep the encoder, and so all latents, as they are")
    args = ap.parse_args()
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    log = Log(args.work / "vae.jsonl")
    vae = AutoencoderKL(**VAE_CONFIG).to(args.device)
    open_norms(vae)
    if args.resume:
        vae.load_state_dict(torch.load(args.work / "vae.pt", weights_only=True)["ema"])
    if args.decoder_only:
        vae.encoder.requires_grad_(False)
        vae.quant_conv.requires_grad_(False)
    frames, masks = pool(args.clips, args.seed + 11)
    held_f, held_m = pool(12, args.seed + 12)
    log.write(event="pool", frames=len(frames))
    matrices, others = split(vae)
    optimiser = Muon(matrices, others, args.lr, args.lr / 10)
    ema = Ema(vae, 0.99)
    start, step, marks = time.time(), 0, 0
    while (done := (time.time() - start) / (60 * args.minutes)) < 1:
        whole = done > args.crop_share
        pick = rng.integers(0, len(frames), 6 if whole else 20)
        f, m = frames[pick], masks[pick]
        x, w = batch(f, m, args.device) if whole else batch(*crops(f, m, 64, rng), args.device)
        rate = min(1.0, (step + 1) / 30) * max(0.02, 1 - done)
        with autocast(args.device):
            code = vae.encode(x).latent_dist
            sample = code.mean if args.decoder_only else code.sample()
            sample = sample + SLACK * torch.rand(len(x), 1, 1, 1, device=args.device) * torch.randn_like(sample)
            y = vae.decode(sample).sample
            error = (y.float() - x).abs() + 0.5 * (y.float() - x).square()
            loss = (error * w).sum() / w.sum() / 3
            kl = 0.5 * (code.mean.square() + code.var - 1 - code.logvar).mean()
            total = loss if args.decoder_only else loss + args.kl * kl
        optimiser.zero_grad()
        total.backward()
        optimiser.step(rate)
        ema.update(vae)
        step += 1
        if step % 50 == 0:
            log.write(step=step, loss=round(loss.item(), 4), kl=round(kl.item(), 3))
        if done * 10 > marks:
            marks += 1
            kept = {k: v.clone() for k, v in vae.state_dict().items()}
            vae.load_state_dict(ema.values)
            log.write(step=step, **psnr(vae, held_f, held_m, args.device))
            sheet(vae, held_f[:12], held_m[:12], args.work / "vae.png", args.device)
            save(args.work / "vae.pt", {"ema": ema.values, "step": step})
            vae.load_state_dict(kept)
    vae.load_state_dict(ema.values)
    log.write(event="end", step=step, **psnr(vae, held_f, held_m, args.device))
    sheet(vae, held_f[:12], held_m[:12], args.work / "vae.png", args.device)
    save(args.work / "vae.pt", {"ema": ema.values, "step": step})


if __name__ == "__main__":
    main()
