"""Turns ESRGAN weights in TensorFlow.js' layers format into upscaler packs.

`python -m modelpacks.refiners.esrgan FOLDER OUT --size slim --factor 2` reads `FOLDER/models/x2/model.json` of an
unpacked npm package `@upscalerjs/esrgan-slim` (or -medium, -thick) and writes the pack of an ONNX graph that takes
pictures of any size. The order of channels changes from NHWC to NCHW; nothing else does.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .pack import write

OPSET = 17
BETA = 0.2  # of MultiplyBeta, which the npm package gives to TensorFlow.js in code
TILE = 192


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """The tensors of a layers model, by name."""
    arrays: dict[str, np.ndarray] = {}
    for group in json.loads(path.read_text())["weightsManifest"]:
        data, at = b"".join((path.parent / name).read_bytes() for name in group["paths"]), 0
        for spec in group["weights"]:
            if spec["dtype"] != "float32" or "quantization" in spec:
                raise SystemExit(f"{spec['name']} is not plain float32")
            count = int(np.prod(spec["shape"]))
            arrays[spec["name"]] = np.frombuffer(data, "<f4", count, at).reshape(spec["shape"])
            at += 4 * count
    return arrays


class Converter:
    """Walks the layers in order; each gives one tensor, named after it."""

    def __init__(self, topology: dict, weights: dict[str, np.ndarray]) -> None:
        self.layers, self.weights = topology["layers"], weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        # How far each tensor looks, and how many of its pixels make one of the input's, along an edge.
        self.reach: dict[str, float] = {}
        self.scale: dict[str, int] = {}
        self.input, self.output = topology["input_layers"][0][0], topology["output_layers"][0][0]

    def add(self, kind: str, name: str, inputs: list[str], **attributes: object) -> None:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))

    def constant(self, name: str, array: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def layer(self, layer: dict) -> None:
        kind, name, config = layer["class_name"], layer["name"], layer["config"]
        inputs = [source[0] for source in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else []
        self.reach[name] = max((self.reach[i] for i in inputs), default=0.0)
        self.scale[name] = self.scale[inputs[0]] if inputs else 1
        if kind == "InputLayer":
            return
        if kind == "Conv2D":
            self.convolution(name, inputs[0], config)
        elif kind == "Activation" and config["activation"] == "relu":
            self.add("Relu", name, inputs)
        elif kind == "Concatenate" and config["axis"] in (3, -1):
            self.add("Concat", name, inputs, axis=1)
        elif kind == "Add":
            total = inputs[0]
            for index, term in enumerate(inputs[1:], 1):
                sum_name = name if index == len(inputs) - 1 else f"{name}_{index}"
                self.add("Add", sum_name, [total, term])
                total = sum_name
        elif kind == "MultiplyBeta":
            self.add("Mul", name, [inputs[0], self.constant(f"{name}/beta", np.float32(config.get("beta", BETA)))])
        elif kind == "UpSampling2D" and config["interpolation"] == "nearest":
            factor = config["size"][0]
            sizes = self.constant(f"{name}/scales", np.array([1, 1, *config["size"]], np.float32))
            self.add("Resize", name, [inputs[0], "", sizes], mode="nearest", nearest_mode="floor", coordinate_transformation_mode="asymmetric")
            self.scale[name] *= factor
        elif kind.startswith("PixelShuffle"):
            factor = int(kind.removeprefix("PixelShuffle").removesuffix("x"))
            # TensorFlow counts the new pixels before the channels: depth, column, row.
            self.add("DepthToSpace", name, inputs, blocksize=factor, mode="DCR")
            self.scale[name] *= factor
        else:
            raise SystemExit(f"no way to write the layer {name} of kind {kind}: {config}")

    def convolution(self, name: str, source: str, config: dict) -> None:
        kernel = self.weights[f"{name}/kernel"].transpose(3, 2, 0, 1)
        rows, columns = kernel.shape[2:]
        if config["strides"] != [1, 1] or (config["padding"] != "same" and (rows, columns) != (1, 1)):
            raise SystemExit(f"no way to write the convolution {name}: {config}")
        inputs = [source, self.constant(f"{name}/kernel", kernel)]
        if config["use_bias"]:
            inputs.append(self.constant(f"{name}/bias", self.weights[f"{name}/bias"]))
        plain = config["activation"] == "linear"
        self.add("Conv", name if plain else f"{name}/sum", inputs, pads=[rows // 2, columns // 2] * 2)
        if config["activation"] == "relu":
            self.add("Relu", name, [f"{name}/sum"])
        elif not plain:
            raise SystemExit(f"no way to write the activation {config['activation']} of {name}")
        self.reach[name] += (rows // 2) / self.scale[name]

    def model(self) -> onnx.ModelProto:
        for layer in self.layers:
            self.layer(layer)
        factor = self.scale[self.output]
        graph = helper.make_graph(
            self.nodes,
            "esrgan",
            [helper.make_tensor_value_info(self.input, TensorProto.FLOAT, [1, 3, "H", "W"])],
            [helper.make_tensor_value_info(self.output, TensorProto.FLOAT, [1, 3, f"{factor}H", f"{factor}W"])],
            self.constants,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def convert(model: Path) -> Converter:
    """A converter that has walked the model; its `model()` is the graph."""
    topology = json.loads(model.read_text())["modelTopology"]["model_config"]["config"]
    return Converter(topology, read_weights(model))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path, help="an unpacked npm package @upscalerjs/esrgan-*")
    ap.add_argument("out", type=Path)
    ap.add_argument("--size", choices=("slim", "medium", "thick"), required=True)
    ap.add_argument("--factor", type=int, choices=(2, 3, 4, 8), required=True)
    ap.add_argument("--figures", type=Path, help="figures that `modelpacks.refiners.measure` wrote")
    ap.add_argument("--peak-bytes", type=int, default=600_000_000, help="what `test/bench/refine-memory.ts` measured")
    args = ap.parse_args()
    package = json.loads((args.folder / "package.json").read_text())
    converter = convert(args.folder / "models" / f"x{args.factor}" / "model.json")
    graph = converter.model()
    margin = int(np.ceil(converter.reach[converter.output]))
    measured = json.loads(args.figures.read_text()) if args.figures else None
    card = {
        "id": f"esrgan-{args.size}-{args.factor}x",
        "title": f"ESRGAN {args.size.capitalize()} {args.factor}x",
        "version": package["version"],
        "family": "upscaler",
        "tasks": ["upscale"],
        "license": {"spdx": package["license"]},
        "source": {"repo": f"npm:{package['name']}", "revision": package["version"]},
        "creator": "Kevin Scott (UpscalerJS)",
        "factor": args.factor,
        "pixels": {"order": "rgb", "black": 0, "white": 1 if args.size == "thick" else 255},
        "tiling": {"size": TILE, "overlap": min(2 * margin + 8, TILE // 2), "margin": min(margin, TILE // 4 - 4), "multiple": 1},
        "domain": "photographs and filmed footage; trained to look sharp, not to come nearest in PSNR",
        "suits": [],
        "figures": measured["figures"] if measured else [],
        "memory": {"peakBytes": args.peak_bytes, "measuredOn": f"tiles of {TILE} pixels, CPU, float32"},
    }
    names = {converter.input: "frame", converter.output: "frame"}
    write(args.out, graph, names, card, (args.folder / "LICENSE").read_text(), measured)
    size = (args.out / "network" / "model.onnx").stat().st_size
    print(f"{args.out}: {size / 1e6:.2f} MB, looks {converter.reach[converter.output]:.2f} pixels far")


if __name__ == "__main__":
    main()
