"""The two networks. Pictures are planes f32[B,3,H,W] in 0..1."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


def conv(inner: int, outer: int) -> nn.Conv2d:
    return nn.Conv2d(inner, outer, 3, padding=1)


class Upscaler(nn.Module):
    """Doubles a picture: bilinear enlargement plus what a stack of 3x3 convolutions adds, at the small size until the end."""

    LAYERS = 7
    # Each 3x3 convolution looks one pixel further; the enlargement one more.
    MARGIN = LAYERS + 2

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.head = conv(3, width)
        self.body = nn.ModuleList(conv(width, width) for _ in range(self.LAYERS - 1))
        self.tail = conv(width, 12)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def forward(self, frame: torch.Tensor) -> torch.Tensor:
        x = F.leaky_relu(self.head(frame - 0.5), 0.1)
        for first, second in zip(self.body[0::2], self.body[1::2]):
            x = x + second(F.leaky_relu(first(x), 0.1))
        if len(self.body) % 2:
            x = F.leaky_relu(self.body[-1](x), 0.1)
        base = F.interpolate(frame, scale_factor=2.0, mode="bilinear", align_corners=False)
        return base + F.pixel_shuffle(self.tail(x), 2)


class Interpolator(nn.Module):
    """The picture between two: each is moved along its own flow, and a mask says which one shows, pixel by pixel.

    Where the two do not differ within reach, they are shown as they are.
    """

    BLOCK = 4
    LAYERS = 6
    REACH = 16  # px that a flow can move a pixel at most
    GATE = 2  # blocks around a difference in which something may change
    MARGIN = BLOCK * LAYERS + REACH

    def __init__(self, width: int = 56) -> None:
        super().__init__()
        self.head = conv(7 * self.BLOCK**2, width)
        self.body = nn.ModuleList(conv(width, width) for _ in range(self.LAYERS - 2))
        self.tail = conv(width, 8 * self.BLOCK**2)
        nn.init.normal_(self.tail.weight, std=1e-3)
        nn.init.zeros_(self.tail.bias)

    def forward(self, first: torch.Tensor, second: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        """`time`: f32[B,1,1,1]. Height and width are multiples of 4."""
        plane = torch.zeros_like(first[:, :1]) + time
        x = F.pixel_unshuffle(torch.cat([first - 0.5, second - 0.5, plane], 1), self.BLOCK)
        x = F.leaky_relu(self.head(x), 0.1)
        for one, two in zip(self.body[0::2], self.body[1::2]):
            x = x + two(F.leaky_relu(one(x), 0.1))
        apart = F.pixel_unshuffle((first - second).abs(), self.BLOCK).amax(1, keepdim=True)
        apart = F.max_pool2d(apart, 2 * self.GATE + 1, 1, self.GATE)
        out = F.pixel_shuffle(self.tail(x) * (32 * apart).clamp(0, 1), self.BLOCK)
        flow = self.REACH * torch.tanh(out[:, :4])
        share = torch.sigmoid(4 * out[:, 4:5] + torch.log(time / (1 - time)))
        moved = (1 - share) * warp(first, flow[:, :2]) + share * warp(second, flow[:, 2:])
        # Nothing is added at either end, where the frames themselves are shown.
        return moved + 4 * time * (1 - time) * out[:, 5:8]


def warp(frame: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    """Each pixel from where `flow` (x, y in pixels) points; past an edge, that edge."""
    one = torch.ones_like(frame[:, :1])
    x = torch.cumsum(one, 3) - 0.5 + flow[:, :1]
    y = torch.cumsum(one, 2) - 0.5 + flow[:, 1:]
    height, width = frame.shape[2], frame.shape[3]
    grid = torch.cat([2 * x / width - 1, 2 * y / height - 1], 1).permute(0, 2, 3, 1)
    return F.grid_sample(frame, grid, mode="bilinear", padding_mode="border", align_corners=False)
