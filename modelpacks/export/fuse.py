"""Attention as one operator: what the exporters write as MatMul, Softmax, MatMul becomes com.microsoft.MultiHeadAttention.

The plain form holds a table of every query with every key: 2 GB a head for Wan at 480p. ONNX Runtime's own fusions look for the
graphs of certain language models and leave these alone. docs/decisions/export.md has what it gains.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx_ir
from onnx_ir import Node, Value

from .graph import feeds, save, session
from .part import Tensors

DOMAIN = "com.microsoft"


@dataclass
class Attention:
    query: Value
    # [B, H, D, S]: the keys as the first MatMul takes them.
    keys: Value
    values: Value
    bias: Value | None
    scale: float
    out: Node


def only_user(value: Value) -> Node | None:
    users = {use.node for use in value.uses()}
    return users.pop() if len(users) == 1 and not value.is_graph_output() else None


def number(value: Value | None) -> float | None:
    """The one number that a value always has."""
    tensor = None if value is None else value.const_value
    if tensor is None and value is not None and value.producer() is not None and value.producer().op_type == "Constant":
        attribute = value.producer().attributes.get("value")
        tensor = None if attribute is None else attribute.as_tensor()
    return float(tensor.numpy().reshape(-1)[0]) if tensor is not None and tensor.size == 1 else None


def scored(value: Value) -> tuple[Node, float] | None:
    """The MatMul behind a value, and what it was multiplied with."""
    node = value.producer()
    if node is None or only_user(value) is None:
        return None
    if node.op_type == "MatMul":
        return node, 1.0
    if node.op_type in ("Mul", "Div"):
        factor, inner = number(node.inputs[1]), node.inputs[0].producer()
        if factor and inner is not None and inner.op_type == "MatMul" and only_user(node.inputs[0]) is node:
            return inner, factor if node.op_type == "Mul" else 1 / factor
    return None


def attention(softmax: Node) -> Attention | None:
    """What one Softmax belongs to, if it is attention."""
    weights = softmax.outputs[0]
    users = {use.node.op_type: use.node for use in weights.uses()}
    # Rows that see nothing come out as zero: a Where about IsNaN, which no row of these models needs.
    if set(users) == {"IsNaN", "Where"}:
        weights = users["Where"].outputs[0]
    out = only_user(weights)
    if out is None or out.op_type != "MatMul" or out.inputs[0] is not weights:
        return None
    bias, scores = None, softmax.inputs[0]
    found = scored(scores)
    if found is None and scores.producer() is not None and scores.producer().op_type == "Add":
        for one, other in (scores.producer().inputs, scores.producer().inputs[::-1]):
            found = found or scored(one)
            if found is not None:
                bias = other
                break
    if found is None:
        return None
    product, scale = found
    return Attention(product.inputs[0], product.inputs[1], out.inputs[1], bias, scale, out)


def shapes(model: onnx_ir.Model, values: list[Value], cases: list[Tensors], folder: Path) -> list[dict[str, tuple[int, ...]]]:
    """What shapes the values have, case by case: a run tells what shape inference cannot follow."""
    outputs = [value for value in values if value not in model.graph.outputs]
    model.graph.outputs.extend(outputs)
    path = folder / "probe" / "model.onnx"
    # Outputs whose type nobody wrote down: ONNX Runtime finds it.
    save(model, path, checked=False)
    del model.graph.outputs[len(model.graph.outputs) - len(outputs) :]
    run, names = session(path, plain=True), [value.name for value in values]
    return [{name: made.shape for name, made in zip(names, run.run(names, feeds(case)), strict=True)} for case in cases]


def fits(one: Attention, seen: list[dict[str, tuple[int, ...]]]) -> bool:
    """Four axes, the same heads everywhere, and a bias that the operator can take."""
    for sizes in seen:
        q, k, v = (sizes[x.name] for x in (one.query, one.keys, one.values))
        if not (len(q) == len(k) == len(v) == 4 and q[:2] == k[:2] == v[:2] and q[3] == k[2] and k[3] == v[2]):
            return False
        if one.bias is not None:
            b = sizes[one.bias.name]
            if len(b) != 4 or b[3] != k[3] or b[2] not in (1, q[2]) or b[0] not in (1, q[0]) or b[1] not in (1, q[1]):
                return False
    return len({(sizes[one.query.name][1], sizes[one.query.name][3], sizes[one.values.name][3]) for sizes in seen}) == 1


def ints(graph: onnx_ir.Graph, name: str, values: list[int]) -> Value:
    if name not in graph.initializers:
        tensor = onnx_ir.tensor(np.array(values, np.int64), name=name)
        graph.register_initializer(Value(name=name, shape=tensor.shape, type=onnx_ir.TensorType(tensor.dtype), const_value=tensor))
    return graph.initializers[name]


def rewrite(model: onnx_ir.Model, one: Attention, seen: list[dict[str, tuple[int, ...]]], index: int) -> None:
    graph, nodes, stem = model.graph, [], f"attention_{index}"
    heads, depth = seen[0][one.query.name][1], seen[0][one.values.name][3]

    def add(op: str, inputs: list[Value | None], name: str, domain: str = "", **attributes: object) -> Value:
        made = [onnx_ir.convenience.convert_attribute(key, value) for key, value in attributes.items()]
        node = Node(domain, op, inputs, made, outputs=[Value(name=f"{stem}/{name}")], name=f"{stem}/{name}")
        nodes.append(node)
        return node.outputs[0]

    flat = ints(graph, "attention/flat", [0, 0, -1])
    rows = [
        add("Reshape", [add("Transpose", [value], f"{name}_rows", perm=order), flat], name)
        for value, name, order in ((one.query, "query", [0, 2, 1, 3]), (one.keys, "key", [0, 3, 1, 2]), (one.values, "value", [0, 2, 1, 3]))
    ]
    bias = one.bias
    if bias is not None and any(sizes[bias.name][2] != sizes[one.query.name][2] for sizes in seen):
        length = add("Shape", [one.query], "length", start=2, end=3)
        ones = ints(graph, "attention/one", [1])
        bias = add("Expand", [bias, add("Concat", [ones, ones, length, ones], "bias_shape", axis=0)], "bias")
    rest = [] if bias is None else [None, None, bias]
    made = add("MultiHeadAttention", [*rows, *rest], "heads", DOMAIN, num_heads=heads, scale=one.scale)
    split = add("Reshape", [made, ints(graph, f"attention/split_{heads}_{depth}", [0, 0, heads, depth])], "split")
    out = add("Transpose", [split], "out", perm=[0, 2, 1, 3])
    graph.insert_before(one.out, nodes)
    onnx_ir.convenience.replace_all_uses_with(one.out.outputs[0], out)
    graph.remove(one.out, safe=True)


def drop_dead(graph: onnx_ir.Graph) -> None:
    for node in reversed(list(graph)):
        if all(not value.uses() and not value.is_graph_output() for value in node.outputs):
            graph.remove(node, safe=True)


def fuse(model: onnx_ir.Model, cases: list[Tensors], folder: Path) -> int:
    """Rewrites every attention that it understands; how many there were."""
    found = [one for one in (attention(node) for node in model.graph if node.op_type == "Softmax") if one is not None]
    if not found:
        return 0
    wanted = {v.name: v for one in found for v in (one.query, one.keys, one.values, one.bias) if v is not None}
    seen = shapes(model, list(wanted.values()), cases[:2], folder)
    found = [one for one in found if fits(one, seen)]
    for index, one in enumerate(found):
        rewrite(model, one, seen, index)
    drop_dead(model.graph)
    if found:
        model.graph.opset_imports[DOMAIN] = 1
    return len(found)
