import hashlib
import tempfile
import unittest
from pathlib import Path

from modelpacks.accelerator import accelerator

ABOUT = {
    "id": "cuda-13",
    "title": "CUDA 13",
    "provider": "cuda",
    "onnxruntime": "1.30.0",
    "platform": "linux",
    "arch": "x64",
}


class AcceleratorTest(unittest.TestCase):
    def test_lists_every_library_but_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("shared", "cuda"):
                (Path(folder) / f"libonnxruntime_providers_{name}.so").write_bytes(name.encode())
            (Path(folder) / "accelerator.json").write_text("{}")
            manifest = accelerator(folder, **ABOUT)
        self.assertEqual([one["bytes"] for one in manifest["files"]], [4, 6])
        self.assertEqual(manifest["files"][0]["sha256"], hashlib.sha256(b"cuda").hexdigest())
        self.assertEqual(manifest["onnxruntime"], "1.30.0")

    def test_names_the_library_that_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "libonnxruntime_providers_cuda.so").write_bytes(b"")
            with self.assertRaisesRegex(ValueError, "onnxruntime_providers_shared"):
                accelerator(folder, **ABOUT)


if __name__ == "__main__":
    unittest.main()
