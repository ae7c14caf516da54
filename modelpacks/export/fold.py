"""Weights turned round once, here, rather than each time the graph is opened."""

from __future__ import annotations

import numpy as np
import onnx_ir


def turned(value: onnx_ir.Value, order: list[int] | None) -> onnx_ir.LazyTensor:
    """A weight with its axes in another order, read when it is needed."""
    source = value.const_value
    order = order or list(range(len(source.shape)))[::-1]
    shape = onnx_ir.Shape([int(source.shape[axis]) for axis in order])
    return onnx_ir.LazyTensor(
        lambda: onnx_ir.tensor(np.ascontiguousarray(source.numpy().transpose(order))), dtype=source.dtype, shape=shape, name=f"{value.name}.turned"
    )


def fold_turns(model: onnx_ir.Model) -> int:
    """Replaces each Transpose of a weight with the weight turned round; how many there were. Unused weights go."""
    graph, done = model.graph, 0
    for node in list(graph):
        source = node.inputs[0] if node.op_type == "Transpose" else None
        if source is None or source.const_value is None or not source.is_initializer():
            continue
        order = node.attributes.get_ints("perm", None)
        tensor = turned(source, list(order) if order else None)
        name = f"{source.name}.turned"
        held = graph.initializers.get(name)
        if held is None:
            held = onnx_ir.Value(name=name, shape=tensor.shape, type=onnx_ir.TensorType(tensor.dtype), const_value=tensor)
            graph.register_initializer(held)
        onnx_ir.convenience.replace_all_uses_with(node.outputs[0], held)
        graph.remove(node, safe=True)
        done += 1
    drop_unused(model)
    return done


def drop_unused(model: onnx_ir.Model) -> None:
    for name, value in list(model.graph.initializers.items()):
        if not value.uses() and not value.is_graph_output():
            del model.graph.initializers[name]
