"""Writes a refiner's folder: graph, licence, figures and `pack.json`."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import onnx

DTYPES = {onnx.TensorProto.FLOAT: "float32", onnx.TensorProto.FLOAT16: "float16"}


def tensor(value: onnx.ValueInfoProto) -> dict:
    """What a manifest says of an input or output."""
    kind = value.type.tensor_type
    dims = [d.dim_param if d.dim_param else d.dim_value for d in kind.shape.dim]
    return {"name": value.name, "dtype": DTYPES.get(kind.elem_type, "float32"), "dims": dims}


def write(
    out: Path,
    graph: onnx.ModelProto,
    names: dict[str, str],
    card: dict,
    licence: str,
    evaluation: dict | None = None,
) -> None:
    """Writes the pack beside `out` first, then puts it in its place. `names`: tensor of the graph to its logical name."""
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "network").mkdir(parents=True)
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.checker.check_model(graph)
    onnx.save(graph, part / "network" / "model.onnx")
    (part / "LICENSE").write_text(licence)
    if evaluation is not None:
        (part / "evaluation.json").write_text(json.dumps(evaluation, indent=1) + "\n")
    files = [
        {"path": str(p.relative_to(part)), "bytes": p.stat().st_size, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()}
        for p in sorted(part.rglob("*"))
        if p.is_file()
    ]
    io = {
        "inputs": {names[v.name]: tensor(v) for v in graph.graph.input},
        "outputs": {names[v.name]: tensor(v) for v in graph.graph.output},
    }
    opset = max(o.version for o in graph.opset_import if o.domain in ("", "ai.onnx"))
    weights = next(int(f["bytes"]) for f in files if f["path"] == "network/model.onnx")
    manifest = {
        "schemaVersion": 1,
        **card,
        "license": {**card["license"], "file": "LICENSE"},
        "files": files,
        "components": {"network": {"file": "network/model.onnx", "precision": "float32", "opset": opset, "io": io}},
        "memory": {"weightsBytes": weights, **card["memory"]},
    }
    if evaluation is not None:
        manifest["evaluation"] = {"file": "evaluation.json"}
    (part / "pack.json").write_text(json.dumps(manifest, indent=1) + "\n")
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)
