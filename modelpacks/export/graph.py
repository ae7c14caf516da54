"""Writes graphs, takes out what tells of the machine that made them, and compares them with torch.

Weights stay on disk or in torch while a graph is changed (onnx_ir maps them), so a graph needs little memory beside its network.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnx_ir
import onnxruntime
import torch

from .part import Graph, Part, Tensors
from .refusal import Refusal

OPSET, OLDER_OPSET = 18, 17
# A protobuf message ends at 2 GB; weights beyond this lie beside their graph.
INSIDE_BYTES = 1_500_000_000
DATA = "model.onnx_data"


def trace(part: Part, graph: Graph, path: Path) -> onnx_ir.Model:
    """The raw graph of the first case, in a file of its own at `path`, and open."""
    # The exporter sets the training flag of every part to that of the outermost module.
    graph.eval().requires_grad_(False)
    values = tuple(part.cases[0].values())
    common = dict(input_names=graph.names, output_names=part.outputs, verbose=False)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        if part.newer:
            shapes = tuple({axis: torch.export.Dim.AUTO for axis in part.axes.get(name, {})} for name in graph.names)
            torch.onnx.export(graph, values, str(path), opset_version=OPSET, dynamo=True, dynamic_shapes=(shapes,), external_data=True, **common)
        else:
            named = {*graph.names, *part.outputs}
            axes = {name: axes for name, axes in part.axes.items() if name in named}
            torch.onnx.export(
                graph, values, str(path), opset_version=OLDER_OPSET, dynamo=False, dynamic_axes=axes, do_constant_folding=False, **common
            )
    return onnx_ir.load(path)


def clean(model: onnx_ir.Model) -> None:
    """Exporters note where their sources lie; a pack says nothing of the machine that made it."""
    model.metadata_props.clear()
    model.doc_string = None
    for graph in model.graphs():
        graph.doc_string = None
        graph.metadata_props.clear()
        values = [*graph.inputs, *graph.initializers.values()]
        for node in graph:
            node.doc_string = None
            node.metadata_props.clear()
            values += node.outputs
        for value in values:
            value.doc_string = None
            value.metadata_props.clear()
    for value in (value for node in model.graph for value in node.outputs if value not in model.graph.outputs):
        value.type = value.shape = None


def shorten(model: onnx_ir.Model) -> None:
    """Short names instead of an exporter's paths, which are most of a tiny graph. Inputs, outputs and weights keep theirs."""
    kept = {*model.graph.inputs, *model.graph.outputs}
    values = [value for graph in model.graphs() for node in graph for value in node.outputs if value not in kept]
    for node in (node for graph in model.graphs() for node in graph):
        node.name = None
    for index, value in enumerate(v for v in values if v.name):
        value.name = f"v{index}"


def save(model: onnx_ir.Model, path: Path, inside: int = INSIDE_BYTES, checked: bool = True) -> None:
    """Writes a graph, its weights beside it where there are more than `inside` bytes of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = sum(value.const_value.nbytes for value in model.graph.initializers.values() if value.const_value is not None)
    if size > inside:
        onnx_ir.save(model, path, external_data=DATA)
    else:
        proto = onnx_ir.to_proto(onnx_ir.external_data.load_to_model(model))
        onnx.save(proto, path)
    if checked:
        onnx.checker.check_model(path)


def session(path: Path, plain: bool = False) -> onnxruntime.InferenceSession:
    """`plain`: nothing is rewritten when it is opened, which is quicker for a single run."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    if plain:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def feeds(case: Tensors) -> dict[str, np.ndarray]:
    return {name: value.numpy() for name, value in case.items()}


def expected(graph: Graph, cases: list[Tensors], device: str) -> list[list[np.ndarray]]:
    """What torch makes of the cases."""
    out = []
    graph.eval().to(device)
    with torch.no_grad():
        for case in cases:
            made = graph(*(value.to(device) for value in case.values()))
            out.append([one.float().cpu().numpy() for one in (made if isinstance(made, tuple) else (made,))])
    graph.to("cpu")
    return out


def difference(path: Path, cases: list[Tensors], wanted: list[list[np.ndarray]]) -> float:
    """Largest difference from `wanted`, relative to the largest value of each tensor or to 1 where that is smaller."""
    run = session(path)
    unused = {name for name in cases[0]} - {i.name for i in run.get_inputs()}
    if unused:
        raise Refusal(f"The {path.parent.name} does not use {', '.join(sorted(unused))}. Export with the versions in modelpacks/requirements.txt.")
    worst = 0.0
    for case, values in zip(cases, wanted, strict=True):
        for one, other in zip(values, run.run(None, feeds(case)), strict=True):
            error = float(np.abs(one - other).max() / max(1.0, np.abs(one).max()))
            worst = max(worst, error if np.isfinite(error) else np.inf)
    return worst


def scratch(beside: Path) -> tempfile.TemporaryDirectory:
    """A folder on the disk of the pack: raw graphs are as large as their weights."""
    beside.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".raw-", dir=beside)


def move(folder: Path, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    folder.rename(out)
