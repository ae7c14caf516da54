"""What a manifest says of files and graphs, read from the files themselves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import onnx

from .graph import DATA

KINDS = {onnx.TensorProto.FLOAT: "float32", onnx.TensorProto.FLOAT16: "float16", onnx.TensorProto.INT64: "int64", onnx.TensorProto.INT32: "int32"}
# Where a machine's folders show: in settings that say from where a network was loaded.
LOCAL = ("_name_or_path", "name_or_path")


def component(path: Path, root: Path, precision: str) -> dict[str, Any]:
    """A graph as its manifest describes it."""
    model = onnx.load(path, load_external_data=False)

    def tensors(values: Any) -> dict[str, Any]:
        return {
            v.name: {
                "name": v.name,
                "dtype": KINDS[v.type.tensor_type.elem_type],
                "dims": [d.dim_value or d.dim_param for d in v.type.tensor_type.shape.dim],
            }
            for v in values
        }

    data = path.with_name(DATA)
    return {
        "file": path.relative_to(root).as_posix(),
        **({"externalData": [data.relative_to(root).as_posix()]} if data.exists() else {}),
        "precision": precision,
        "opset": next(o.version for o in model.opset_import if o.domain in ("", "ai.onnx")),
        "io": {"inputs": tensors(model.graph.input), "outputs": tensors(model.graph.output)},
    }


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_list(out: Path) -> list[dict[str, Any]]:
    paths = sorted(p for p in out.rglob("*") if p.is_file() and p != out / "pack.json")
    return [{"path": p.relative_to(out).as_posix(), "bytes": p.stat().st_size, "sha256": sha256(p)} for p in paths]


def write_json(path: Path, value: object, indent: int = 2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=indent) + "\n")


def without_places(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if key not in LOCAL}


def local_paths(out: Path, folders: list[Path]) -> list[str]:
    """Files that name a folder of this machine."""
    needles = {str(folder.resolve()).encode() for folder in folders if len(folder.resolve().parts) > 2}
    found = []
    for path in (p for p in out.rglob("*") if p.is_file() and p.name != DATA):
        text = path.read_bytes()
        if any(needle in text for needle in needles):
            found.append(path.relative_to(out).as_posix())
    return found
