"""Writes accelerator.json beside the libraries of an execution provider, so that Cortado can add the folder.

    python -m modelpacks.accelerator FOLDER --id cuda-13 --title "CUDA 13" --provider cuda --onnxruntime 1.30.0

FOLDER holds libonnxruntime_providers_shared and libonnxruntime_providers_<provider> of exactly that ONNX Runtime, as
its packages for GPUs bring them, and what they need in turn unless the system has it. Every file in it is listed.
"""

import argparse
import hashlib
import json
from pathlib import Path

MANIFEST = "accelerator.json"


def accelerator(folder, *, id, title, provider, onnxruntime, platform, arch):
    """The manifest of a folder of libraries. Raises ValueError where one that ONNX Runtime loads is missing."""
    files = sorted(path for path in Path(folder).iterdir() if path.is_file() and path.name != MANIFEST)
    for wanted in ("onnxruntime_providers_shared", f"onnxruntime_providers_{provider}"):
        if not any(wanted in path.name for path in files):
            raise ValueError(f"{folder} lacks the library {wanted}: copy it there from ONNX Runtime {onnxruntime}")
    return {
        "schemaVersion": 1,
        "kind": "accelerator",
        "id": id,
        "title": title,
        "provider": provider,
        "onnxruntime": onnxruntime,
        "platform": platform,
        "arch": arch,
        "files": [{"path": path.name, "bytes": path.stat().st_size, "sha256": digest(path)} for path in files],
    }


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name in ("--id", "--title", "--provider", "--onnxruntime"):
        parser.add_argument(name, required=True)
    parser.add_argument("--platform", default="linux", help="as Node names it: linux, win32, darwin")
    parser.add_argument("--arch", default="x64", help="as Node names it: x64, arm64")
    arguments = vars(parser.parse_args())
    folder = arguments.pop("folder")
    manifest = accelerator(folder, **arguments)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{len(manifest['files'])} libraries listed in {folder / MANIFEST}")


if __name__ == "__main__":
    main()
