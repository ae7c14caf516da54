"""A whole pack: every graph, what lies beside them, the check against diffusers, and the manifest."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from .. import golden
from . import tokens
from .describe import component, file_list, local_paths, sha256, without_places, write_json
from .families import family_of
from .families.family import Case, Family
from .fold import fold_turns
from .fuse import fuse
from .graph import INSIDE_BYTES, clean, difference, expected, move, save, scratch, shorten, trace
from .licence import licence
from .lora import Lora
from .memory import peak
from .part import Graph, Part
from .precision import BITS, halve, halve_tables, multiply_integers, quantise
from .preview import preview
from .refusal import Refusal
from .self_test import LATENTS, LEVELS, Loss, encoding_loss, loss, run_all, tolerance
from .source import Source
from .stand import Desk

# How far a graph may be from torch in float32, as a share of the largest value.
GRAPH = {"fp32": 1e-4, "fp16": 0.1, "int8": 0.25, "int4": 0.75}
GOLDEN = "golden/golden.json"
# Networks that run at every step.
STEPPED = ("transformer", "transformer_2", "unet")


@dataclass
class Options:
    """`card`: what the author says of the pack (id, title, vocabulary, …); fields of the manifest in it come first."""

    dtype: str = "fp32"
    device: str = "cpu"
    card: dict[str, Any] = field(default_factory=dict)
    loras: tuple[Lora, ...] = ()
    motion: Path | None = None
    licence_file: Path | None = None
    spdx: str | None = None
    frames: int | None = None
    size: tuple[int, int] | None = None
    # Weights lie beside their graph above this.
    inside: int = INSIDE_BYTES
    # Weights stay as they are, under their torch names: what `modelpacks.restore` reads.
    restorable: bool = False
    # Without the exporter's names of what lies between inputs and outputs.
    short_names: bool = False
    # Runs of the golden file; the family's own short ones where there are none.
    cases: list[Case] | None = None
    golden: str = GOLDEN


def export_part(family: Family, part: Part, out: Path, options: Options) -> tuple[dict[str, Any], int]:
    """Writes one graph; what the manifest says of it, and its peak memory. Refuses a graph that is not what torch computes."""
    precision = "fp32" if part.exact else options.dtype
    # The autoencoder is the smallest network and the one in which an error shows most.
    if part.network.startswith("vae") and precision in BITS:
        precision = "fp32"
    network = family.source.network(part.network)
    graph = Graph(part, network)
    wanted = expected(graph, part.cases, family.source.device)
    path = out / part.place / "model.onnx"
    with scratch(out) as folder:
        raw = Path(folder)
        if precision == "fp16":
            halve(network)
            graph.half_inside = True
        model = trace(part, graph, raw / "model.onnx")
        del graph, network
        if precision == "fp16":
            family.source.let_go(part.network)
        clean(model)
        notes = shrink(model, part, precision, raw, options)
        if options.short_names:
            shorten(model)
        save(model, path, options.inside)
        error = difference(path, part.cases, wanted)
        most = peak(path, part.cases[0], raw)
    print(f"{part.place}: {size_of(path) / 1e6:.1f} MB {precision}, differs from torch by {error:.1e}{notes}", flush=True)
    if not error <= GRAPH[precision]:
        raise Refusal(f"The {part.place} is not what torch computes: it differs by {error:.2g}. Export with the versions in modelpacks/requirements.txt.")
    return component(path, out, precision), most


def shrink(model: Any, part: Part, precision: str, folder: Path, options: Options) -> str:
    """Everything that is done to a graph after it was traced; what to say of it."""
    if not options.restorable:
        fold_turns(model)
    notes = [f"{count} attentions fused"] if (count := fuse(model, part.cases, folder, part.table)) else []
    if precision in BITS:
        # Only what runs at every step has to be quick; a text encoder has outliers that eight bits for a whole tensor would lose.
        if precision == "int8" and part.network in STEPPED:
            notes.append(f"{multiply_integers(model)} products in 8 bits")
        notes.append(f"{quantise(model, BITS[precision])} weights in {BITS[precision]} bits")
        halve_tables(model)
    return "".join(f", {note}" for note in notes)


def size_of(path: Path) -> int:
    return sum(p.stat().st_size for p in path.parent.iterdir() if p.is_file())


def copy_settings(source: Source, family: Family, out: Path) -> None:
    """Index, scheduler, tokenizer, and the settings of each network, without the folders of this machine."""
    write_json(out / "model_index.json", without_places(source.index))
    where, scheduler = source.where("scheduler"), family.scheduler()
    if type(scheduler).__name__ == where.kind and source.kind != "StableDiffusionPipeline":
        (out / "scheduler").mkdir(parents=True, exist_ok=True)
        shutil.copy(where.folder / "scheduler_config.json", out / "scheduler/scheduler_config.json")
    else:
        write_json(out / "scheduler/scheduler_config.json", without_places(json.loads(scheduler.to_json_string())))
    tokens.write(family.tokenizer, source.folder / "tokenizer", out / "tokenizer")


def golden_texts(family: Family, texts: list[str]) -> list[dict[str, Any]]:
    """Padded ids of texts as the pipeline cleans them."""
    rows = [family.tokenizer(family.clean(t), padding="max_length", max_length=family.text_length, truncation=True).input_ids for t in texts]
    return [{"text": text, "ids": ids} for text, ids in zip(texts, rows, strict=True)]


def check(lost: Loss, dtype: str) -> None:
    """Refuses a pack that does not make what diffusers makes."""
    if dtype == "fp32" and (lost.worst > LATENTS or lost.levels > LEVELS):
        raise Refusal(
            f"The pack does not make what diffusers makes: latents differ by {lost.worst:.2g}, frames by {lost.levels} of 255. "
            "Nothing was written. Export with the versions in modelpacks/requirements.txt."
        )
    if not lost.latents < 1:
        raise Refusal(f"In {dtype} this model makes something else altogether (latents differ by {lost.latents:.2g}). Export it in a larger precision.")


def latents_of(run: dict[str, Any]) -> torch.Tensor | None:
    """The last latents of a run, where all of their values were kept."""
    from .self_test import values

    last = run["latents"][-1]
    return torch.from_numpy(values(last).copy()).reshape(1, *last["shape"]) if last["every"] == 1 else None


def manifest_of(family: Family, options: Options, made: dict[str, Any]) -> dict[str, Any]:
    """The manifest: the family's own fields, then what was asked for, then the card."""
    told = family.manifest()
    if options.frames is not None:
        told["frames"] |= {"default": options.frames, "window": max(told["frames"]["window"], options.frames) if told["latents"]["temporalCompression"] > 1 else told["frames"]["window"]}
        told["frames"]["max"] = max(told["frames"]["max"], told["frames"]["window"])
    if options.size is not None:
        told["size"] = fitted(told["size"], *options.size)
    told["text"] |= tokens.special(family.tokenizer)
    kinds = list(family.SCHEDULERS)
    told["schedulers"] = sorted(kinds, key=lambda kind: kind != told["defaults"]["scheduler"])
    card = {k: v for k, v in options.card.items() if k not in NOT_MANIFEST}
    whole = {"schemaVersion": 1, **merged({"family": family.NAME, **made, **told}, card)}
    usual(whole["size"], whole["frames"])
    return whole


# What a card says to the exporter alone.
NOT_MANIFEST = {"textLength", "testGuidance", "extraFiles"}


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return base | {k: merged(base[k], v) if isinstance(v, dict) and isinstance(base.get(k), dict) else v for k, v in over.items()}


def usual(size: dict[str, Any], frames: dict[str, Any]) -> None:
    """Refuses a usual clip that the pack itself could not make; a card may have asked for one."""
    edges = size["default"].values()
    if not frames["min"] <= frames["default"] <= frames["max"]:
        raise Refusal(f"The usual length of {frames['default']} frames is not from {frames['min']} to {frames['max']}. Mend the card.")
    if any(edge % size["multiple"] or not size["min"] <= edge <= size["max"] for edge in edges):
        raise Refusal(f"The usual size of {'x'.join(map(str, edges))} is not in multiples of {size['multiple']} from {size['min']} to {size['max']}. Mend the card.")


def fitted(size: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """Another default size; refuses what the graphs cannot take."""
    for edge in (width, height):
        if edge % size["multiple"] or edge < size["min"] or (size["min"] == size["max"] and edge != size["max"]):
            raise Refusal(f"{width}x{height} does not fit: edges are multiples of {size['multiple']}, from {size['min']}" + (f" to {size['max']}." if size["min"] == size["max"] else "."))
    return size | {"max": max(size["max"], width, height), "default": {"width": width, "height": height}}


def export_pack(folder: Path, out: Path, options: Options) -> Loss:
    """Makes a pack of a diffusers folder, beside `out` first: there is a whole pack in the end, or none."""
    source = Source(folder, options.device, options.loras, options.motion)
    family = family_of(source, options.card)
    family.tokenizer = tokens.load(folder / "tokenizer")
    spdx, words = licence(folder, options.licence_file, options.spdx)
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        lost = fill(family, part, options, spdx, words)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    move(part, out)
    return lost


def fill(family: Family, out: Path, options: Options, spdx: str, words: str) -> Loss:
    source, ident = family.source, str(options.card.get("id", family.source.folder.name.lower()))
    parts, most = {}, 0
    for part in family.parts():
        parts[part.role], used = export_part(family, part, out, options)
        most = max(most, used)
        kept = source.network(part.network).config
        write_json(out / part.place / "config.json", without_places(json.loads(kept.to_json_string()) if hasattr(kept, "to_json_string") else dict(kept)))
    copy_settings(source, family, out)
    (out / "LICENSE").write_text(words)
    for extra in options.card.get("extraFiles", []):
        if Path(extra).exists():
            shutil.copy(extra, out / Path(extra).name)
    cases = options.cases or family.self_tests()
    wanted, codes = run_all(family, cases, None), family.encodings(None)
    source.let_go()
    desk = Desk(out, parts)
    got, coded = run_all(family, cases, desk), family.encodings(desk)
    lost = loss(wanted, got)
    lost = replace(lost, worst=max(lost.worst, encoding_loss(codes, coded)))
    print(f"check: latents differ by {lost.latents:.2e} (largest {lost.worst:.1e}), frames by {lost.levels} of 255, {lost.psnr:.1f} dB", flush=True)
    check(lost, options.dtype)
    exact = options.dtype == "fp32"
    more = {"encodings": codes} if exact else {"tolerance": tolerance(lost, options.dtype), "encodings": coded}
    golden.write(out / options.golden, ident, golden_texts(family, tokens.TEXTS), wanted if exact else got, **more)
    channels = family.manifest()["latents"]["channels"]
    clips = [*wanted, *run_all(family, family.examples(), None)]
    look, error = preview(family, channels, [code for code in map(latents_of, clips) if code is not None])
    print(f"preview: root mean square error {error:.3f}", flush=True)
    files = file_list(out)
    weights = sum(f["bytes"] for f in files if f["path"].endswith((".onnx", ".onnx_data")))
    write_json(
        out / "pack.json",
        manifest_of(
            family,
            options,
            {
                "id": ident,
                "title": ident,
                "version": "1.0.0",
                "license": {"spdx": spdx, "file": "LICENSE"},
                "source": {"repo": source.folder.name, "revision": revision(source)},
                "creator": "unknown",
                "files": files,
                "components": parts,
                "memory": {"weightsBytes": weights, "peakBytes": most, "measuredOn": "ONNX Runtime on the CPU, the largest graph on a small input"},
                "preview": look,
                "golden": {"file": options.golden},
                **({} if exact else {"loss": lost.manifest()}),
            },
        ),
        1,
    )
    found = local_paths(out, [source.folder, out, Path.home(), Path(golden.__file__).parent])
    if found:
        raise Refusal(f"{', '.join(found)} would name folders of this machine. Nothing was written; take them out of the model folder's settings.")
    print(f"{ident}: {len(files)} files, {sum(f['bytes'] for f in files) / 1e6:.1f} MB", flush=True)
    return lost


def revision(source: Source) -> str:
    """Of a hub snapshot its commit; of a folder the hash of its index."""
    name = source.folder.resolve().name
    return name if len(name) == 40 and all(c in "0123456789abcdef" for c in name) else sha256(source.folder / "model_index.json")[:16]
