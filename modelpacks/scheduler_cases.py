"""Records what diffusers' schedulers do under options drawn at random: `python -m modelpacks.scheduler_cases`.

Writes a file for `npm run -s conformance -- schedulers FILE`: {about, x0, cases}. A case is {_class_name, config, steps, mu, given_sigmas, eta, seed}
and what came of it: {timesteps, sigmas, init_noise_sigma, trace, final}, or {error}. The model is closed form,
0.6 x / sqrt(1 + x x) + 0.05 cos(t / 137); `trace` has the first four values after each step, `final` all of them. `given_sigmas`
and `mu` are arguments of `set_timesteps`; `seed` is that of the generator which each step draws from.

Square roots and logarithms are rounded correctly here. Those of PyTorch and NumPy in single precision are off by the last bit now and
then, at places that depend on the processor, and some options make much of that bit: `rescale_betas_zero_snr` up to 1e-3 of the last
noise level, the tables of noise levels one timestep. Cases in which one more rounding decides the outcome are left out.

Beta sigmas need `pip install scipy`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[1]
SHAPE = (1, 4, 2, 2, 2)
Options = dict[str, Any]


def some(draw: random.Random, chance: float, options: Options) -> Options:
    """Each option with the given chance, with one of its values; otherwise its default stays."""
    return {name: draw.choice(values) for name, values in options.items() if draw.random() < chance}


BETAS: Options = {
    "num_train_timesteps": [1000, 1000, 400, 50],
    "beta_schedule": ["linear", "scaled_linear", "squaredcos_cap_v2"],
    "timestep_spacing": ["linspace", "leading", "trailing"],
    "steps_offset": [0, 1, 2],
    "rescale_betas_zero_snr": [True, False],
}
THRESHOLD: Options = {"thresholding": [True, False], "dynamic_thresholding_ratio": [0.8, 0.99], "sample_max_value": [1.0, 1.5, 3.0]}
SOLVER: Options = {
    "solver_order": [1, 2, 3],
    "solver_type": ["midpoint", "heun", "bh1", "bh2"],
    "lower_order_final": [True, False],
    "final_sigmas_type": ["zero", "sigma_min"],
    "prediction_type": ["epsilon", "sample", "v_prediction", "flow_prediction"],
}
SIGMAS = ["use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas"]


def betas(draw: random.Random) -> Options:
    config = some(draw, 0.4, BETAS)
    if draw.random() < 0.5:
        config |= {"beta_start": 0.00085, "beta_end": 0.012}
    if draw.random() < 0.1:
        config["num_train_timesteps"] = 20
        config["trained_betas"] = [round(0.001 + 0.02 * i, 6) for i in range(20)]
    return config


def table(draw: random.Random, chance: float = 0.4) -> Options:
    return {draw.choice(SIGMAS): True} if draw.random() < chance else {}


def ddim(draw: random.Random) -> tuple[Options, Options]:
    options = {"prediction_type": ["epsilon", "sample", "v_prediction"], "clip_sample": [True, False], "clip_sample_range": [0.7, 2.0], "set_alpha_to_one": [True, False]}
    config = betas(draw) | some(draw, 0.25, THRESHOLD) | some(draw, 0.5, options)
    return config, {"eta": draw.choice([0.3, 1.0]), "seed": draw.randint(0, 99)} if draw.random() < 0.25 else {}


def euler(draw: random.Random) -> tuple[Options, Options]:
    options = {
        "prediction_type": ["epsilon", "sample", "v_prediction"],
        "interpolation_type": ["linear", "log_linear"],
        "timestep_type": ["discrete", "continuous"],
        "final_sigmas_type": ["zero", "sigma_min"],
        "sigma_min": [0.05],
        "sigma_max": [9.0],
    }
    return betas(draw) | table(draw) | some(draw, 0.35, options), {}


def flow(draw: random.Random, config: Options, sigmas: bool) -> Options:
    """Arguments that flow schedules take; `sigmas`: whether they take noise levels and linear shifts as well."""
    call: Options = {}
    if draw.random() < 0.3:
        config["use_dynamic_shifting"] = True
        if sigmas and draw.random() < 0.4:
            config["time_shift_type"] = "linear"
        if draw.random() < 0.9:
            call["mu"] = draw.choice([0.5, 1.1, 2.0])
    if sigmas and draw.random() < 0.25:
        call["given_sigmas"] = True
    return call


def dpm(draw: random.Random) -> tuple[Options, Options]:
    config = betas(draw) | table(draw, 0.3) | some(draw, 0.2, THRESHOLD) | some(draw, 0.4, SOLVER)
    options = {
        "algorithm_type": ["dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++"],
        "euler_at_final": [True],
        "use_lu_lambdas": [True],
        "lambda_min_clipped": [-5.1, -3.0],
    }
    config |= some(draw, 0.25, options)
    call: Options = {}
    if config.get("prediction_type") == "flow_prediction" or draw.random() < 0.1:
        config |= {"use_flow_sigmas": True, **some(draw, 0.6, {"flow_shift": [2.0, 3.0, 5.0]})}
        call = flow(draw, config, False)
    if "sde" in config.get("algorithm_type", ""):
        call["seed"] = draw.randint(0, 99)
    return config, call


def unipc(draw: random.Random) -> tuple[Options, Options]:
    config = betas(draw) | table(draw, 0.3) | some(draw, 0.2, THRESHOLD) | some(draw, 0.4, SOLVER)
    config |= some(draw, 0.25, {"predict_x0": [False], "disable_corrector": [[0], [0, 1], [2]], "sigma_min": [0.05], "sigma_max": [9.0]})
    call: Options = {}
    if config.get("prediction_type") == "flow_prediction" or draw.random() < 0.1:
        config |= {"use_flow_sigmas": True, **some(draw, 0.5, {"flow_shift": [2.0, 3.0, 5.0], "shift_terminal": [0.02, 0.1]})}
        call = flow(draw, config, not any(name in config for name in SIGMAS))
    return config, call


def flow_match(draw: random.Random) -> tuple[Options, Options]:
    config = table(draw) | some(
        draw,
        0.35,
        {"num_train_timesteps": [1000, 400], "shift": [1.5, 3.0, 7.0], "invert_sigmas": [True], "shift_terminal": [0.02, 0.1], "stochastic_sampling": [True]},
    )
    call = flow(draw, config, True)
    if config.get("stochastic_sampling"):
        call["seed"] = draw.randint(0, 99)
    return config, call


KINDS: dict[str, Callable[[random.Random], tuple[Options, Options]]] = {
    "DDIMScheduler": ddim,
    "EulerDiscreteScheduler": euler,
    "DPMSolverMultistepScheduler": dpm,
    "UniPCMultistepScheduler": unipc,
    "FlowMatchEulerDiscreteScheduler": flow_match,
}


def model(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    return 0.6 * x / torch.sqrt(1 + x * x) + 0.05 * torch.cos(t / 137)


def sample(case: Options, x0: torch.Tensor, scheduler: Any, nudge: float) -> tuple[torch.Tensor, list[list[float]]]:
    """Runs all steps; `nudge` is an error added after each, relative to the largest value before it, or to 1."""
    signs = torch.tensor([1.0, -1.0]).repeat(x0.numel() // 2).reshape(SHAPE)
    if hasattr(scheduler, "set_begin_index"):
        # Otherwise it looks its place up by timestep, and loses it where one is there twice.
        scheduler.set_begin_index(0)
    x = x0.reshape(SHAPE) * getattr(scheduler, "init_noise_sigma", 1.0)
    extra = {"eta": case["eta"]} if "eta" in case else {}
    if "seed" in case:
        extra["generator"] = torch.Generator().manual_seed(case["seed"])
    trace = []
    for t in scheduler.timesteps:
        scaled = scheduler.scale_model_input(x, t) if hasattr(scheduler, "scale_model_input") else x
        error = signs * nudge * x.abs().max().clamp(min=1)
        x = scheduler.step(model(scaled, t), t, x, **extra).prev_sample + error
        trace.append([round(float(v), 7) for v in x.flatten()[:4]])
    return x.flatten(), trace


def prepare(case: Options) -> Any:
    scheduler = getattr(diffusers, case["_class_name"])(**case["config"])
    call = {"mu": case["mu"]} if "mu" in case else {}
    if "given_sigmas" in case:
        call["sigmas"] = np.array(case["given_sigmas"])
    scheduler.set_timesteps(case["steps"], **call)
    return scheduler


def run(case: Options, x0: torch.Tensor) -> Options | None:
    """What the reference makes of one case: a refusal is a case as well. None where there is nothing to compare with."""
    try:
        scheduler = prepare(case)
    except (ValueError, NotImplementedError, IndexError) as error:
        return {"error": repr(error)[:80]}
    except AssertionError:
        return None
    try:
        final, trace = sample(case, x0, scheduler, 0.0)
        nudged, _ = sample(case, x0, prepare(case), 6e-8)
    except Exception:
        # It broke on its own schedule, by accident rather than by a rule.
        return None
    if not final.isfinite().all() or (final - nudged).abs().max() > 1e-6 * final.abs().max():
        # One rounding decides the outcome, as with noise levels of 4096 in single precision.
        return None
    sigmas = getattr(scheduler, "sigmas", None)
    return {
        "timesteps": [float(t) for t in scheduler.timesteps],
        "sigmas": None if sigmas is None else [float(s) for s in sigmas],
        "init_noise_sigma": float(getattr(scheduler, "init_noise_sigma", 1.0)),
        "trace": trace,
        "final": [float(v) for v in final],
    }


def round_exactly() -> None:
    """Square roots and logarithms in single precision go through double precision from now on."""
    log = np.log
    torch.Tensor.sqrt = lambda x: torch.from_numpy(np.sqrt(x.numpy().astype(np.float64)).astype(x.numpy().dtype))
    np.log = lambda x: log(np.asarray(x, np.float64)).astype(np.float32) if getattr(x, "dtype", None) == np.float32 else log(x)


def cases(count: int, seed: int, x0: torch.Tensor) -> list[Options]:
    draw = random.Random(seed)
    found = []
    for place in range(count):
        name = list(KINDS)[place % len(KINDS)]
        config, call = KINDS[name](draw)
        steps = draw.choice([1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 16, 21])
        if call.get("given_sigmas"):
            call["given_sigmas"] = [float(s) for s in torch.linspace(1, 1 / steps, steps, dtype=torch.float64)]
        case = {"_class_name": name, "config": config, "steps": steps, **call}
        outcome = run(case, x0)
        if outcome is not None:
            found.append(case | outcome)
    return found


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--count", type=int, default=300)
    ap.add_argument("--seed", type=int, default=2)
    ap.add_argument("--out", type=Path, default=ROOT / "test/fixtures/conformance/schedulers-drawn.json")
    args = ap.parse_args()
    round_exactly()
    x0 = torch.randn(32, generator=torch.Generator().manual_seed(42))
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases(args.count, args.seed, x0))
    about = f"modelpacks/scheduler_cases.py, diffusers {diffusers.__version__}, torch {torch.__version__.split('+')[0]}"
    args.out.write_text(f'{{"about":"{about}","x0":{json.dumps([float(v) for v in x0])},"cases":[\n{lines}\n]}}\n')
    print(args.out, args.count, args.out.stat().st_size)


if __name__ == "__main__":
    main()
