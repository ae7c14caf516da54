"""How much memory a pack takes: each graph run once in a process of its own, which has nothing else in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from .part import Tensors


def peak(graph: Path, inputs: Tensors, folder: Path) -> int:
    """Largest resident memory of a process that opens one graph and runs it on `inputs`."""
    given = folder / "inputs.npz"
    np.savez(given, **{name: value.numpy() for name, value in inputs.items()})
    command = [sys.executable, "-c", SCRIPT, str(graph), str(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout.strip().splitlines()[-1])


SCRIPT = """
import resource, sys
import numpy as np, onnxruntime
options = onnxruntime.SessionOptions()
options.enable_cpu_mem_arena = False
options.log_severity_level = 3
run = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
given = np.load(sys.argv[2])
run.run(None, {i.name: given[i.name] for i in run.get_inputs()})
try:
    # The usual figure begins with what the parent had.
    print(1024 * int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]))
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""
