"""Smaller weights: float16 by torch itself, 8 and 4 bits by ONNX Runtime's own packing.

What was measured against what stands in docs/decisions/export.md.
"""

from __future__ import annotations

import math

import numpy as np
import onnx_ir
import torch
from onnxruntime.capi import _pybind_state as ort
from onnx_ir import Node, Value

from .fold import drop_unused

DTYPES = ("fp32", "fp16", "int8", "int4")
BITS = {"int8": 8, "int4": 4}
BLOCK = {8: 64, 4: 32}
# Tables of words are the largest weights of a text encoder; they are looked up, not multiplied.
TABLE_BYTES = 1 << 12


def halve(network: torch.nn.Module) -> None:
    """float16 in place. What a class names as too large for float16 (`wo` of T5) stays float32, as when it is loaded so."""
    kept = set(getattr(network, "_keep_in_fp32_modules", None) or [])
    network.half()
    for name, module in network.named_modules():
        if kept & set(name.split(".")):
            module.float()


def packed(weight: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """f32[rows, columns] -> blocks u8[columns, rows / block, bytes], scales f32 and zero points u8, as MatMulNBits takes them."""
    rows, columns = weight.shape
    block = BLOCK[bits]
    blocks = math.ceil(rows / block)
    data = np.zeros((columns, blocks, block * bits // 8), np.uint8)
    scales = np.zeros(columns * blocks, np.float32)
    zeros = np.zeros(columns * (blocks * bits + 7 >> 3), np.uint8)
    pack = ort.quantize_matmul_8bits if bits == 8 else ort.quantize_matmul_4bits
    pack(data, np.ascontiguousarray(weight, np.float32), scales, zeros, block, columns, rows, False)
    return data, scales, zeros


def constant(graph: onnx_ir.Graph, name: str, array: np.ndarray) -> Value:
    tensor = onnx_ir.tensor(array, name=name)
    value = Value(name=name, shape=tensor.shape, type=onnx_ir.TensorType(tensor.dtype), const_value=tensor)
    graph.register_initializer(value)
    return value


def quantise(model: onnx_ir.Model, bits: int, skipped: tuple[str, ...] = ()) -> int:
    """Packs the weights of every MatMul that has two axes of weights; how many. Weights that two share are packed once.

    `skipped`: parts of names that stay float32. Only weights that are turned round already are seen: `fold_turns` comes first.
    """
    graph, held, done = model.graph, {}, 0
    for node in list(graph):
        weight = node.inputs[1] if node.op_type in ("MatMul", "Gemm") else None
        if weight is None or not weight.is_initializer() or weight.const_value is None or len(weight.const_value.shape) != 2:
            continue
        if node.op_type == "Gemm" and (node.attributes.get_int("transA", 0) or node.attributes.get_float("alpha", 1.0) != 1 or node.attributes.get_float("beta", 1.0) != 1):
            continue
        if min(weight.const_value.shape) < 8 or any(part in weight.name for part in skipped):
            continue
        flipped = node.op_type == "Gemm" and bool(node.attributes.get_int("transB", 0))
        key = (weight.name, flipped)
        if key not in held:
            array = weight.const_value.numpy()
            array = array.T if flipped else array
            stem = f"{weight.name}.{'t' if flipped else 'n'}"
            pieces = zip(("packed", "scales", "zeros"), packed(array, bits), strict=True)
            held[key] = (array.shape, [constant(graph, f"{stem}.{what}", piece) for what, piece in pieces])
        (rows, columns), pieces = held[key]
        attributes = {"K": rows, "N": columns, "bits": bits, "block_size": BLOCK[bits]}
        made = [onnx_ir.convenience.convert_attribute(name, value) for name, value in attributes.items()]
        small = Node("com.microsoft", "MatMulNBits", [node.inputs[0], *pieces], made, outputs=[Value(name=f"{node.outputs[0].name}.n")], name=f"{node.name}.n")
        nodes, out = [small], small.outputs[0]
        if node.op_type == "Gemm" and len(node.inputs) > 2 and node.inputs[2] is not None:
            nodes.append(Node("", "Add", [out, node.inputs[2]], outputs=[Value(name=f"{node.outputs[0].name}.b")], name=f"{node.name}.b"))
            out = nodes[-1].outputs[0]
        onnx_ir.convenience.replace_nodes_and_values(graph, node, [node], nodes, [node.outputs[0]], [out])
        done += 1
    if done:
        graph.opset_imports["com.microsoft"] = 1
    drop_unused(model)
    return done


def halve_tables(model: onnx_ir.Model) -> int:
    """Tables that are only looked up become float16, and what is found float32 again."""
    graph, done = model.graph, 0
    for name, table in list(graph.initializers.items()):
        tensor = table.const_value
        looks = [use.node for use in table.uses()]
        if tensor is None or tensor.dtype != onnx_ir.DataType.FLOAT or tensor.nbytes < TABLE_BYTES or len(tensor.shape) != 2:
            continue
        if not looks or any(node.op_type != "Gather" or node.inputs[0] is not table for node in looks):
            continue
        small = constant(graph, f"{name}.half", tensor.numpy().astype(np.float16))
        for node in looks:
            node.replace_input_with(0, small)
            to = onnx_ir.convenience.convert_attribute("to", int(onnx_ir.DataType.FLOAT))
            cast = Node("", "Cast", [node.outputs[0]], [to], outputs=[Value(name=f"{node.outputs[0].name}.full")], name=f"{node.name}.full")
            graph.insert_after(node, cast)
            for user, place in [(use.node, use.idx) for use in node.outputs[0].uses() if use.node is not cast]:
                user.replace_input_with(place, cast.outputs[0])
        done += 1
    drop_unused(model)
    return done
