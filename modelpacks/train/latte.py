"""Trains the text encoder and the transformer together: `python -m modelpacks.train.latte`.

One process a core, one thread each, share the weights; each takes the next piece of a step until none is left, so that
a busy core only slows its own share. Stop and start again at will: the checkpoint holds all, `--resume` goes on from it.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import torch
import torch.multiprocessing as mp

from .clips import Piece, Pool, count_shards, draw_step
from .common import Ema, Log, autocast, parser, save
from .muon import Muon
from .networks import make_scheduler, make_text_encoder, make_transformer
from .render import FRAMES
from .tokens import encode_batch

SWAY_WEIGHT = 50.0


class Bundle(torch.nn.Module):
    """Text encoder and transformer as one module, so that they share an optimiser and an average."""

    def __init__(self) -> None:
        super().__init__()
        self.text = make_text_encoder()
        self.transformer = make_transformer()
        self.positions = self.transformer.temp_pos_embed

    def predict(self, words: torch.Tensor, noisy: torch.Tensor, t: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """words f32[B,L,128]; noisy f32[B,8,f,16,16] holding the frames numbered `frames`; t i64[B] -> clean latents f32[B,8,f,16,16]."""
        self.transformer.temp_pos_embed = self.positions[:, frames]
        out = self.transformer(noisy, timestep=t, encoder_hidden_states=words).sample
        self.transformer.temp_pos_embed = self.positions
        return out.chunk(2, 1)[0]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, noisy: torch.Tensor, t: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """`predict` from the ids and mask of captions, i64[B,L] each."""
        return self.predict(self.text(input_ids=ids, attention_mask=mask).last_hidden_state, noisy, t, frames)


def alphas(device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Signal and noise factor of every timestep, f32[1000] each."""
    product = make_scheduler().alphas_cumprod.to(device)
    return product.sqrt(), (1 - product).sqrt()


def loss_of(bundle: Bundle, pool: Pool, weights: dict, item: Piece, table: tuple, device: str) -> torch.Tensor:
    """Weighted error of the predicted clean latents of a piece, over the frames that were not given clean.

    The weight of a timestep is that of v-prediction, 1 over the noise's variance, held down where there is little noise.
    What the error of whole frames does from one to the next counts extra: it is tiny, but it is what is seen as flicker.
    """
    clips = pool.clips[item.length]
    shown, kept = torch.from_numpy(item.frames + item.first), torch.from_numpy(item.kept).to(device)[:, None, None]
    clean = torch.from_numpy(clips.codes[item.picks][:, :, item.frames].astype(np.float32)).to(device)
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(item.seed)).to(device)
    t = torch.from_numpy(item.times).to(device)
    signal, sigma = (part[t].view(-1, 1, 1, 1, 1) for part in table)
    ids, mask = encode_batch(item.texts, item.tokens)
    with autocast(device):
        out = bundle(ids.to(device), mask.to(device), torch.where(kept, clean, signal * clean + sigma * noise), t, shown.to(device)).float()
    weight = torch.stack([weights[clips.combos[i].motion] for i in item.picks])[:, None, item.frames].to(device)
    made = ~kept
    share, error = made.float().mean(), out - clean
    sway = error.mean((3, 4), keepdim=True) * made
    sway = (sway - sway.mean(2, keepdim=True) / share) * made
    return ((error.square() * weight + SWAY_WEIGHT * sway.square()) * made / (sigma.square() + 0.1)).mean() / share


def make_optimiser(bundle: Bundle, lr: float) -> Muon:
    """Muon for the matrices of the blocks, AdamW for the rest."""
    matrices, others = [], []
    for name, p in bundle.named_parameters():
        inner = p.ndim == 2 and "transformer_blocks" in name and "scale_shift" not in name
        (matrices if inner else others).append(p)
    return Muon(matrices, others, lr, lr / 10)


class Lead:
    """What only the first process keeps: the optimiser, the average, the log and the checkpoints."""

    def __init__(self, args: argparse.Namespace, bundle: Bundle) -> None:
        self.args, self.bundle, self.path = args, bundle, args.work / "latte.pt"
        self.params = list(bundle.parameters())
        self.log = Log(args.work / "latte.jsonl")
        self.optimiser, self.ema = make_optimiser(bundle, args.lr), Ema(bundle, args.ema)
        self.step = self.first = 0
        self.frames, self.hours, self.base = 0, 0.0, 0.0
        if args.resume:
            state = torch.load(self.path, weights_only=True)
            self.ema.values, self.ema.count, self.step = state["ema"], state["step"], state["step"]
            self.first, self.frames, self.hours = state["step"], state.get("frames", 0), state.get("hours", 0.0)
            self.base = args.start if args.start is not None else state.get("done", 0.0)
            if "optimiser" in state and not args.fresh:
                self.optimiser.load_state_dict(state["optimiser"])
        self.begun = self.saved = time.time()
        self.losses: list[float] = []
        args.progress.value = self.base
        self.log.write(event="start", step=self.step, done=round(self.base, 3), parameters=sum(p.numel() for p in self.params))

    def update(self, grad: torch.Tensor, done: float, shown: int) -> float:
        """One step with the gradient of all parameters in a row and the loss behind them; returns the share of the time that is over."""
        offset = 0
        for p in self.params:
            p.grad = grad[offset : offset + p.numel()].view_as(p).to(p.device)
            offset += p.numel()
        warm = min(1.0, (self.step - self.first + 1) / 40)
        self.optimiser.step(warm * min(1.0, max(0.0, (1 - done) / self.args.decay)) + 1e-3)
        self.optimiser.zero_grad()
        self.ema.update(self.bundle)
        self.step += 1
        self.frames += shown
        self.losses.append(grad[-1].item())
        spent = time.time() - self.begun
        done = self.base + (1 - self.base) * spent / (60 * self.args.minutes)
        if self.step % 50 == 0:
            self.log.write(step=self.step, loss=round(float(np.mean(self.losses)), 4), frames=self.frames, done=round(done, 3))
            self.losses = []
        if time.time() - self.saved > 150 or done >= 1:
            self.save(done)
        return done

    def save(self, done: float) -> None:
        hours = self.hours + (time.time() - self.begun) / 3600 * self.args.processes
        state = {"ema": self.ema.values, "raw": self.bundle.state_dict(), "optimiser": self.optimiser.state_dict()}
        save(self.path, state | {"step": self.step, "frames": self.frames, "hours": hours, "done": min(done, 1.0)})
        self.saved = time.time()


def train(rank: int, args: argparse.Namespace, bundle: Bundle, sums: list[torch.Tensor], counter, barrier) -> None:
    """The loop of one process."""
    torch.set_num_threads(args.threads)
    pool = Pool(args.work / "pool", args.shards.value)
    weights, table = pool.weights(), alphas(args.device)
    rng = np.random.default_rng([args.seed, args.salt])
    lead = Lead(args, bundle) if rank == 0 else None
    barrier.wait()
    params, mine = list(bundle.parameters()), sums[rank]
    while (done := args.progress.value) < 1:
        # Every process draws the same items, and so agrees about who may take which.
        items = draw_step(pool, rng, done, args.batch, args.piece)
        mine.zero_()
        total = 0.0
        while True:
            with counter.get_lock():
                number = counter.value
                counter.value += 1
            if number >= len(items):
                break
            loss = loss_of(bundle, pool, weights, items[number], table, args.device) / len(items)
            loss.backward()
            total += loss.item()
        offset = 0
        for p in params:
            if p.grad is not None:
                mine[offset : offset + p.numel()] += p.grad.reshape(-1).to(mine.device)
                p.grad = None
            offset += p.numel()
        mine[-1] = total
        barrier.wait()
        if lead:
            shown = sum(len(item.picks) * len(item.frames) for item in items)
            args.progress.value = lead.update(torch.stack(sums).sum(0), done, shown)
            counter.value = 0
            if lead.step % 100 == 0:
                args.shards.value = count_shards(args.work / "pool")
        barrier.wait()
        if pool.shards != args.shards.value:
            pool.grow(args.shards.value)
            weights = pool.weights()


def main() -> None:
    ap = parser("Train the text encoder and the transformer")
    ap.add_argument("--minutes", type=float, default=100, help="time from here to the end")
    ap.add_argument("--batch", type=int, default=32, help=f"clips in a step, fewer where more than {FRAMES * FRAMES} frames would be shown")
    ap.add_argument("--piece", type=int, default=4, help="whole clips that a process takes at a time")
    ap.add_argument("--lr", type=float, default=0.007, help="of Muon; AdamW has a tenth")
    ap.add_argument("--decay", type=float, default=0.25, help="share of the time over which the rate falls to nothing")
    ap.add_argument("--ema", type=float, default=0.995)
    ap.add_argument("--processes", type=int, default=2)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--salt", type=int, default=0, help="another number draws other items")
    ap.add_argument("--resume", action="store_true", help="go on from latte.pt, which modelpacks.restore makes from a pack")
    ap.add_argument("--start", type=float, help="with --resume: the share of the plan that counts as over (0 to 1)")
    ap.add_argument("--fresh", action="store_true", help="with --resume: forget the optimiser's state")
    args = ap.parse_args()
    if args.device != "cpu":
        args.processes = 1
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    bundle = Bundle()
    if args.resume:
        bundle.load_state_dict(torch.load(args.work / "latte.pt", weights_only=True)["raw"])
    bundle.to(args.device)
    bundle.positions = bundle.positions.to(args.device)
    if args.processes > 1:
        bundle.share_memory()
    size = sum(p.numel() for p in bundle.parameters()) + 1
    sums = [torch.zeros(size).share_memory_() for _ in range(args.processes)]
    context = mp.get_context("fork")
    args.progress, args.shards = context.Value("d", 0.0), context.Value("i", 0)
    counter, barrier = context.Value("i", 0), context.Barrier(args.processes)
    args.shards.value = count_shards(args.work / "pool")
    helpers = [context.Process(target=train, args=(rank, args, bundle, sums, counter, barrier)) for rank in range(1, args.processes)]
    for helper in helpers:
        helper.start()
    train(0, args, bundle, sums, counter, barrier)
    for helper in helpers:
        helper.join()


if __name__ == "__main__":
    main()
