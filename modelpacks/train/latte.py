"""Trains the text encoder and the transformer together: `python -m modelpacks.train.latte`.

Two processes with one thread each share the weights; each takes the next piece of a step until none is left,
so that a busy core only slows its own share. Stop and start again at will: the checkpoint holds all.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as mp

from .common import Ema, Log, autocast, parser, save
from .grammar import MOTIONS, Combination, caption
from .muon import Muon
from .networks import SCHEDULE, make_scheduler, make_text_encoder, make_transformer
from .render import FRAMES
from .tokens import encode, encode_batch

SUBJECT_WEIGHT = 3.0
CAPTION_DROPOUT = 0.1


class Bundle(torch.nn.Module):
    """Text encoder and transformer as one module, so that they share an optimiser and an average."""

    def __init__(self) -> None:
        super().__init__()
        self.text = make_text_encoder()
        self.transformer = make_transformer()
        self.positions = self.transformer.temp_pos_embed

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, noisy: torch.Tensor, t: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """ids, mask i64[B,L]; noisy f32[B,8,f,16,16] holding the frames numbered `frames`; t i64[B] -> clean latents f32[B,8,f,16,16]."""
        hidden = self.text(input_ids=ids, attention_mask=mask).last_hidden_state
        self.transformer.temp_pos_embed = self.positions[:, frames]
        out = self.transformer(noisy, timestep=t, encoder_hidden_states=hidden).sample
        self.transformer.temp_pos_embed = self.positions
        return out.chunk(2, 1)[0]


def shard_path(folder: Path, number: int) -> Path:
    return folder / f"{number:04d}.npz"


def count_shards(folder: Path) -> int:
    """How many shards there are without a gap from number 0 on."""
    number = 0
    while shard_path(folder, number).exists():
        number += 1
    return number


class Pool:
    """The first shards in memory; `grow` takes in what has been added since."""

    def __init__(self, folder: Path, shards: int) -> None:
        self.folder, self.shards = folder, 0
        self.codes = np.zeros((0, 8, FRAMES, 16, 16), np.float16)
        self.combos: list[Combination] = []
        self.lanes = {m: np.zeros((FRAMES, 16, 16), np.float64) for m in MOTIONS}
        self.counts = {m: 0 for m in MOTIONS}
        self.grow(shards)

    def grow(self, shards: int) -> None:
        for number in range(self.shards, shards):
            shard = np.load(shard_path(self.folder, number))
            combos = [Combination(*row) for row in json.loads(str(shard["combos"]))]
            for combo, cover in zip(combos, shard["covers"]):
                self.lanes[combo.motion] += cover / 255
                self.counts[combo.motion] += 1
            self.codes = np.concatenate([self.codes, shard["codes"]])
            self.combos += combos
        self.shards = shards

    def weights(self) -> dict[str, torch.Tensor]:
        """Loss weight of each place and frame, f32[16,16,16] a motion.

        It follows from the motion alone, not from the clip, so that the best prediction stays the plain mean.
        """
        out = {}
        for motion, lane in self.lanes.items():
            share = torch.from_numpy(lane / max(1, self.counts[motion])).float()
            weight = 1 + (SUBJECT_WEIGHT - 1) * (share / share.max().clamp_min(1e-6)).clamp(0, 1) ** 0.5
            out[motion] = weight / weight.mean()
        return out


def alphas(device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Signal and noise factor of every timestep, f32[1000] each."""
    product = make_scheduler().alphas_cumprod.to(device)
    return product.sqrt(), (1 - product).sqrt()


def pieces(pool: Pool, rng: np.random.Generator, batch: int, piece: int, frames: int) -> list[dict]:
    """The items of one step, sorted by caption length and cut in pieces."""
    picks = rng.integers(0, len(pool.combos), batch)
    texts = [caption(pool.combos[i], rng) for i in picks]
    lengths = [len(encode(text)) for text in texts]
    order = np.argsort(lengths)
    # One timestep from each equal part of the range: less variance than independent draws.
    times = ((rng.permutation(batch) + rng.random(batch)) / batch * 1000).astype(np.int64)
    out = []
    for start in range(0, batch, piece):
        chosen = order[start : start + piece]
        shown = np.sort(rng.choice(FRAMES, frames, replace=False))
        said = ["" if rng.random() < CAPTION_DROPOUT else texts[i] for i in chosen]
        length = max(lengths[i] for i in chosen)
        out.append({"picks": picks[chosen], "texts": said, "length": length, "t": times[chosen], "frames": shown, "seed": int(rng.integers(2**62))})
    return out


def loss_of(bundle: Bundle, pool: Pool, weights: dict, item: dict, table: tuple, device: str) -> torch.Tensor:
    """Weighted error of the predicted clean latents of a piece.

    The weight of a timestep is that of v-prediction, 1 over the noise's variance, held down where there is little noise.
    """
    shown = torch.from_numpy(item["frames"])
    clean = torch.from_numpy(pool.codes[item["picks"]][:, :, item["frames"]].astype(np.float32)).to(device)
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(item["seed"])).to(device)
    t = torch.from_numpy(item["t"]).to(device)
    signal, sigma = (part[t].view(-1, 1, 1, 1, 1) for part in table)
    ids, mask = encode_batch(item["texts"], item["length"])
    with autocast(device):
        out = bundle(ids.to(device), mask.to(device), signal * clean + sigma * noise, t, shown.to(device)).float()
    weight = torch.stack([weights[pool.combos[i].motion] for i in item["picks"]])[:, None, item["frames"]].to(device)
    return ((out - clean).square() * weight / (sigma.square() + 0.1)).mean()


def make_optimiser(bundle: Bundle, lr: float) -> Muon:
    """Muon for the matrices of the blocks, AdamW for the rest."""
    matrices, others = [], []
    for name, p in bundle.named_parameters():
        inner = p.ndim == 2 and "transformer_blocks" in name and "scale_shift" not in name
        (matrices if inner else others).append(p)
    return Muon(matrices, others, lr, lr / 20)


def frames_at(done: float, rng: np.random.Generator, low: int) -> int:
    """Fewer frames early on: neighbours say much the same, and more clips are seen in the time."""
    share_full = 0.15 if done < 0.35 else 0.5 if done < 0.6 else 1.0
    return FRAMES if rng.random() < share_full else low


def train(rank: int, world: int, args: argparse.Namespace, bundle: Bundle, sums: list[torch.Tensor], counter, barrier) -> None:
    """The loop of one process; rank 0 keeps the optimiser, the average, the log and the checkpoints."""
    torch.set_num_threads(args.threads)
    device = args.device
    pool = Pool(args.work / "pool", args.shards.value)
    weights, table = pool.weights(), alphas(device)
    rng = np.random.default_rng([args.seed, args.salt])
    params = [p for p in bundle.parameters()]
    state_path = args.work / "latte.pt"
    if rank == 0:
        log = Log(args.work / "latte.jsonl")
        optimiser = make_optimiser(bundle, args.lr)
        ema = Ema(bundle, args.ema)
        first = 0
        if args.resume and state_path.exists():
            state = torch.load(state_path, weights_only=True)
            ema.values, ema.count, first = state["ema"], state["step"], state["step"]
            if "optimiser" in state:
                optimiser.load_state_dict(state["optimiser"])
        log.write(event="start", clips=len(pool.combos), step=first, parameters=sum(p.numel() for p in params), minutes=args.minutes)
        step, views, losses, last_save = first, 0, [], time.time()
    start = time.time()
    mine = sums[rank]
    while True:
        # Every process draws the same items, and so agrees about who may take which.
        done = args.progress.value
        if done >= 1:
            break
        frames = frames_at(done, rng, args.frames)
        items = pieces(pool, rng, args.batch, args.piece * FRAMES // frames, frames)
        mine.zero_()
        total = 0.0
        while True:
            with counter.get_lock():
                number = counter.value
                counter.value += 1
            if number >= len(items):
                break
            loss = loss_of(bundle, pool, weights, items[number], table, device) / len(items)
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
        if rank == 0:
            grad = torch.stack(sums).sum(0)
            offset = 0
            for p in params:
                p.grad = grad[offset : offset + p.numel()].view_as(p).to(device)
                offset += p.numel()
            warm = min(1.0, (step - first + 1) / 40)
            optimiser.step(warm * min(1.0, max(0.0, (1 - done) / args.decay)) + 1e-3)
            optimiser.zero_grad()
            ema.update(bundle)
            step += 1
            views += args.batch * frames / FRAMES
            losses.append(grad[-1].item())
            if step % 25 == 0:
                log.write(step=step, loss=round(float(np.mean(losses)), 4), frames=frames, clips=round(views), done=round(done, 3))
                losses = []
            if time.time() - last_save > 150:
                save(state_path, {"ema": ema.values, "raw": bundle.state_dict(), "optimiser": optimiser.state_dict(), "step": step})
                last_save = time.time()
            args.progress.value = (time.time() - start) / (60 * args.minutes)
            counter.value = 0
            if step % 50 == 0:
                args.shards.value = count_shards(args.work / "pool")
        barrier.wait()
        if pool.shards != args.shards.value:
            pool.grow(args.shards.value)
            weights = pool.weights()
    if rank == 0:
        save(state_path, {"ema": ema.values, "raw": bundle.state_dict(), "optimiser": optimiser.state_dict(), "step": step})
        log.write(event="end", step=step, clips=round(views))


def main() -> None:
    ap = parser("Train the text encoder and the transformer")
    ap.add_argument("--minutes", type=float, default=75)
    ap.add_argument("--batch", type=int, default=32)
    ap.add_argument("--piece", type=int, default=4, help="whole clips that a process takes at a time")
    ap.add_argument("--frames", type=int, default=8, help="frames of a clip shown early on")
    ap.add_argument("--lr", type=float, default=0.02, help="of Muon; AdamW has a twentieth")
    ap.add_argument("--decay", type=float, default=0.4, help="share of the time over which the rate falls to nothing")
    ap.add_argument("--ema", type=float, default=0.995)
    ap.add_argument("--processes", type=int, default=2)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--salt", type=int, default=0, help="another number draws other items")
    ap.add_argument("--resume", action="store_true")
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
    helpers = [context.Process(target=train, args=(rank, args.processes, args, bundle, sums, counter, barrier)) for rank in range(1, args.processes)]
    for helper in helpers:
        helper.start()
    train(0, args.processes, args, bundle, sums, counter, barrier)
    for helper in helpers:
        helper.join()


if __name__ == "__main__":
    main()
