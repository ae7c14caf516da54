"""Makes clips from the newest checkpoint: sheets to look at, and the clips of the evaluation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from PIL import Image, ImageDraw

from .common import LATENT_CHANNELS, autocast, parser
from .grammar import draw_combination, plain_caption
from .latte import Bundle
from .networks import make_scheduler
from .pool import load_vae
from .render import FRAMES
from .tokens import encode_batch


def load_bundle(work: Path) -> Bundle:
    bundle = Bundle()
    bundle.load_state_dict(torch.load(work / "latte.pt", weights_only=True)["ema"])
    return bundle.eval().requires_grad_(False)


@torch.no_grad()
def generate(
    bundle: Bundle,
    vae: AutoencoderKL,
    prompts: list[str],
    seeds: list[int],
    steps: int,
    guidance: float,
    device: str = "cpu",
    frames: int = FRAMES,
    given: torch.Tensor | None = None,
    kept: torch.Tensor | None = None,
) -> np.ndarray:
    """Clips u8[n,F,128,128,3]. Caption by caption as LattePipeline does: both embeddings are cut to the caption's length.

    With `given` latents f32[n,8,F,16,16], the frames marked in `kept` bool[F] are shown clean at every step and stay as they are.
    """
    scheduler = make_scheduler()
    film = []
    hold = torch.zeros(frames, dtype=torch.bool) if kept is None else kept
    hold, shown = hold.to(device)[:, None, None], torch.arange(frames, device=device)
    for index, (prompt, seed) in enumerate(zip(prompts, seeds)):
        with autocast(device):
            ids, mask = encode_batch(["", prompt], 120)
            keep = int(mask[1].sum())
            words = bundle.text(input_ids=ids.to(device), attention_mask=mask.to(device)).last_hidden_state[:, :keep]
            code = torch.randn(1, LATENT_CHANNELS, frames, 16, 16, generator=torch.Generator().manual_seed(seed)).to(device)
            clean = code if given is None else given[index : index + 1].to(device)
            scheduler.set_timesteps(steps)
            for t in scheduler.timesteps:
                code = torch.where(hold, clean, code)
                rows = 2 if guidance > 1 else 1
                out = bundle.predict(words[-rows:], code.repeat(rows, 1, 1, 1, 1), t.repeat(rows).to(device), shown).float()
                guided = out[:1] + guidance * (out[1:] - out[:1]) if rows == 2 else out
                code = scheduler.step(guided, t, code).prev_sample
            code = torch.where(hold, clean, code)
            pictures = vae.decode(code[0].transpose(0, 1) / vae.config.scaling_factor).sample.float()
        film.append(((pictures / 2 + 0.5).clamp(0, 1) * 255 + 0.5).byte().permute(0, 2, 3, 1).cpu().numpy())
    return np.stack(film)


def sheet(film: np.ndarray, prompts: list[str], path: Path, columns: int = 2) -> None:
    """Four frames of each clip in a row under its prompt."""
    count, side = len(film), film.shape[2]
    rows = -(-count // columns)
    image = Image.new("RGB", (columns * (4 * side + 8), rows * (side + 16)), "white")
    draw = ImageDraw.Draw(image)
    for index, (clip, prompt) in enumerate(zip(film, prompts)):
        x, y = index % columns * (4 * side + 8), index // columns * (side + 16)
        draw.text((x + 2, y + 2), f"{index}  {prompt}", fill="black")
        for place, frame in enumerate((0, 5, 10, 15)):
            image.paste(Image.fromarray(clip[frame]), (x + place * side, y + 14))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)


def main() -> None:
    ap = parser("Sample the newest checkpoint")
    ap.add_argument("--count", type=int, default=24)
    ap.add_argument("--steps", type=int, default=6)
    ap.add_argument("--guidance", type=float, default=2)
    ap.add_argument("--seen", action="store_true", help="draw seen combinations instead of held-out ones")
    ap.add_argument("--out", type=Path, default=None)
    args = ap.parse_args()
    bundle, vae = load_bundle(args.work).to(args.device), load_vae(args.work / "vae-final.pt").to(args.device)
    rng = np.random.default_rng(args.seed)
    prompts = [plain_caption(draw_combination(rng, not args.seen)) for _ in range(args.count)]
    film = generate(bundle, vae, prompts, list(range(args.count)), args.steps, args.guidance, args.device)
    sheet(film, prompts, args.out or args.work / "samples.png")


if __name__ == "__main__":
    main()
