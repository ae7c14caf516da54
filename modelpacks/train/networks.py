"""The networks and the scheduler of Cortado Mini, all from diffusers and transformers."""

from __future__ import annotations

import torch
from diffusers import DPMSolverMultistepScheduler, LatteTransformer3DModel
from transformers import T5Config, T5EncoderModel

from .common import LATENT_CHANNELS
from .tokens import WORDS

WIDTH, HEADS, LAYERS, TEXT_WIDTH = 256, 4, 4, 128
LONGEST = 64

SCHEDULE = dict(
    num_train_timesteps=1000,
    # The linear betas leave almost no signal at the last step (alpha-bar 4e-5), so nothing has to be rescaled,
    # and spend many steps at high noise, which suits frames that repeat each other.
    beta_schedule="linear",
    beta_start=1e-4,
    beta_end=0.02,
    # A patch holds 128 numbers and a token 192: predicting noise would spend the width on carrying noise through.
    prediction_type="sample",
    timestep_spacing="trailing",
)


def make_text_encoder() -> T5EncoderModel:
    """Two layers over the words of the grammar: i64[B,L] -> f32[B,L,128]."""
    config = T5Config(
        vocab_size=len(WORDS),
        d_model=TEXT_WIDTH,
        d_kv=32,
        d_ff=256,
        num_layers=2,
        num_heads=4,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
        relative_attention_num_buckets=16,
        relative_attention_max_distance=32,
        pad_token_id=0,
        eos_token_id=1,
        tie_word_embeddings=False,
    )
    return T5EncoderModel(config)


def make_transformer() -> LatteTransformer3DModel:
    """f32[B,8,F,16,16] -> f32[B,16,F,16,16]; the second half of the channels is not used. Knows the places of 64 frames."""
    model = LatteTransformer3DModel(
        num_attention_heads=HEADS,
        attention_head_dim=WIDTH // HEADS,
        in_channels=LATENT_CHANNELS,
        out_channels=2 * LATENT_CHANNELS,
        num_layers=LAYERS,
        cross_attention_dim=WIDTH,
        attention_bias=True,
        sample_size=16,
        patch_size=4,
        activation_fn="gelu-approximate",
        norm_type="ada_norm_single",
        norm_elementwise_affine=False,
        norm_eps=1e-6,
        caption_channels=TEXT_WIDTH,
        video_length=LONGEST,
    )
    torch.nn.init.zeros_(model.proj_out.weight)
    torch.nn.init.zeros_(model.proj_out.bias)
    return model


def make_scheduler() -> DPMSolverMultistepScheduler:
    return DPMSolverMultistepScheduler(**SCHEDULE, algorithm_type="dpmsolver++", solver_order=2)
