"""Muon: momentum whose matrix updates are orthogonalised, with AdamW for everything that is no matrix.

Formula: Keller Jordan et al., 2024; five Newton-Schulz steps with the quintic (3.4445, -4.7750, 2.0315).
"""

from __future__ import annotations

from collections.abc import Iterable

import torch

from .common import multiplies_bf16

Tensor = torch.Tensor


def orthogonalise(batch: Tensor) -> Tensor:
    """Nearest semi-orthogonal matrices, roughly: f32[k,m,n] -> f32[k,m,n]. bf16 is exact enough for the steps."""
    tall = batch.shape[1] > batch.shape[2]
    x = (batch.transpose(1, 2) if tall else batch).to(torch.bfloat16 if multiplies_bf16(batch.device.type) else torch.float32)
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(5):
        gram = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return (x.transpose(1, 2) if tall else x).float()


class Muon:
    """Muon for `matrices` (kernels are flattened to [out, rest]), AdamW for `others`."""

    def __init__(self, matrices: Iterable[Tensor], others: Iterable[Tensor], lr: float, adam_lr: float) -> None:
        self.lr, self.momentum = lr, 0.95
        self.shapes: dict[tuple[int, int], list[Tensor]] = {}
        for p in matrices:
            self.shapes.setdefault((p.shape[0], p.numel() // p.shape[0]), []).append(p)
        self.buffers = {id(p): torch.zeros_like(p) for group in self.shapes.values() for p in group}
        self.adam_lr = adam_lr
        self.adam = torch.optim.AdamW(list(others), lr=adam_lr, betas=(0.9, 0.98), weight_decay=0.0)

    def zero_grad(self) -> None:
        self.adam.zero_grad(set_to_none=True)
        for group in self.shapes.values():
            for p in group:
                p.grad = None

    @torch.no_grad()
    def step(self, scale: float = 1.0) -> None:
        """One update; `scale` multiplies both learning rates."""
        for (rows, columns), group in self.shapes.items():
            updates = []
            for p in group:
                grad = torch.zeros_like(p) if p.grad is None else p.grad
                buffer = self.buffers[id(p)].mul_(self.momentum).add_(grad, alpha=1 - self.momentum)
                updates.append(grad.lerp(buffer, self.momentum).reshape(rows, columns))
            gain = self.lr * scale * max(1.0, rows / columns) ** 0.5
            for p, update in zip(group, orthogonalise(torch.stack(updates))):
                p.add_(update.reshape(p.shape), alpha=-gain)
        for adam_group in self.adam.param_groups:
            adam_group["lr"] = self.adam_lr * scale
        self.adam.step()

    def state_dict(self) -> dict:
        ordered = [self.buffers[id(p)] for group in self.shapes.values() for p in group]
        return {"buffers": ordered, "adam": self.adam.state_dict()}

    def load_state_dict(self, state: dict) -> None:
        ordered = [self.buffers[id(p)] for group in self.shapes.values() for p in group]
        for mine, theirs in zip(ordered, state["buffers"], strict=True):
            mine.copy_(theirs)
        self.adam.load_state_dict(state["adam"])
