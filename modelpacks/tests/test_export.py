"""The exporter on tiny random models: `python -m unittest modelpacks.tests.test_export`."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import torch
from diffusers import LatteTransformer3DModel
from safetensors.torch import save_file

from ..export import tokens
from ..export.families import family_of
from ..export.graph import DATA
from ..export.licence import licence
from ..export.lora import Lora, merge
from ..export.pack import Options, export_pack
from ..export.precision import packed
from ..export.refusal import Refusal
from ..export.source import Source, find
from ..fixtures import tiny_animatediff, tiny_latte, tiny_ltx, tiny_wan
from ..fixtures.tiny import saved

ROOT = Path(__file__).resolve().parents[2]


def quiet(function, *args, **kwargs):
    with contextlib.redirect_stdout(io.StringIO()):
        return function(*args, **kwargs)


class Folders(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.root = Path(held.name)

    def latte(self) -> Path:
        return saved(tiny_latte.pipeline(), self.root / "latte")

    def export(self, folder: Path, name: str, about: dict, **options):
        out = self.root / name
        lost = quiet(export_pack, folder, out, Options(card=about, **options))
        return out, json.loads((out / "pack.json").read_text()), lost


class Packs(Folders):
    def conforms(self, out: Path) -> None:
        """Runs the pack in the program itself, as its self-test says."""
        node = ROOT / "node_modules/.bin/node"
        if not node.exists():
            self.skipTest("The program is not installed: npm ci")
        command = [node, "test/conformance/run.ts", "pipeline", out, out / "golden/golden.json"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_precision_of_latte(self) -> None:
        folder, sizes = self.latte(), {}
        for dtype, most in (("fp32", 1e-5), ("fp16", 0.02), ("int8", 0.02), ("int4", 0.3)):
            with self.subTest(dtype):
                out, manifest, lost = self.export(folder, f"latte-{dtype}", tiny_latte.about("tiny-latte"), dtype=dtype)
                self.assertLess(lost.latents, most)
                self.assertEqual("loss" in manifest, dtype != "fp32")
                self.assertEqual(manifest["components"]["transformer"]["precision"], dtype)
                self.assertEqual(manifest["golden"], {"file": "golden/golden.json"})
                for listed in manifest["files"]:
                    data = (out / listed["path"]).read_bytes()
                    self.assertEqual((len(data), hashlib.sha256(data).hexdigest()), (listed["bytes"], listed["sha256"]))
                    self.assertNotIn(str(self.root).encode(), data)
                types = {v["dtype"] for c in manifest["components"].values() for side in c["io"].values() for v in side.values()}
                self.assertEqual(types, {"float32", "int64"})
                self.conforms(out)
                sizes[dtype] = (out / "transformer/model.onnx").stat().st_size
                self.assertGreater(manifest["memory"]["peakBytes"], manifest["memory"]["weightsBytes"])
        self.assertLess(sizes["fp16"], sizes["fp32"])

    def test_every_pipeline_without_a_card(self) -> None:
        """From the diffusers folder to the self-test in the program, as somebody does it who says nothing but the name."""
        pipes = {
            **{name: lambda name=name: tiny_wan.pipeline(name) for name in tiny_wan.TITLES},
            **{name: lambda name=name: tiny_ltx.pipeline(name) for name in ("tiny-ltx", "tiny-ltx-keyframes")},
            "tiny-animatediff": tiny_animatediff.pipeline,
        }
        for name, pipe in pipes.items():
            with self.subTest(name):
                out, manifest, lost = self.export(saved(pipe(), self.root / f"{name}-model"), name, {"id": name})
                self.assertLess(lost.worst, 1e-4)
                self.assertIn("vae_encoder", manifest["components"])
                size = manifest["size"]
                for edge in size["default"].values():
                    self.assertTrue(size["min"] <= edge <= size["max"] and edge % size["multiple"] == 0, size)
                self.conforms(out)

    def test_weights_beside_their_graph(self) -> None:
        out, manifest, lost = self.export(self.latte(), "beside", tiny_latte.about("tiny-latte"), inside=1000)
        self.assertEqual(manifest["components"]["transformer"]["externalData"], [f"transformer/{DATA}"])
        self.assertIn(f"transformer/{DATA}", [f["path"] for f in manifest["files"]])
        self.assertLess((out / "transformer/model.onnx").stat().st_size, 150_000)
        self.assertLess(lost.worst, 1e-4)

    def test_weights_keep_their_names_where_they_must(self) -> None:
        out, _, _ = self.export(self.latte(), "named", tiny_latte.about("tiny-latte"), restorable=True)
        names = {t.name for t in onnx.load(out / "transformer/model.onnx").graph.initializer}
        network = tiny_latte.pipeline().transformer
        wanted = {f"model.{name}" for name, _ in network.named_parameters()}
        self.assertEqual(wanted - names, set())
        self.assertEqual({name for name in names if name.startswith("model.")} - {f"model.{name}" for name in network.state_dict()}, set())

    def test_what_of_latte_is_written_for_speed(self) -> None:
        """Words are projected once for all frames, as many as a text has; and 8 bits are whole numbers where each step passes."""
        out, _, lost = self.export(self.latte(), "quick", tiny_latte.about("tiny-latte"), dtype="int8")
        kinds = {role: Counter(n.op_type for n in onnx.load(out / role / "model.onnx").graph.node) for role in ("transformer", "text_encoder")}
        self.assertGreater(kinds["transformer"]["MatMulInteger"], 10)
        self.assertGreater(kinds["transformer"]["FastGelu"], 1)
        self.assertEqual((kinds["text_encoder"]["MatMulInteger"], kinds["transformer"]["Einsum"]), (0, 0))
        self.assertGreater(kinds["text_encoder"]["MatMulNBits"], 5)
        self.assertGreater(lost.psnr, 38)

    def test_a_latte_of_another_build(self) -> None:
        """Where the network is no Latte-1, it runs as diffusers has it."""
        pipe = tiny_latte.pipeline()
        settings = dict(pipe.transformer.config) | {"activation_fn": "gelu"}
        torch.manual_seed(3)
        pipe.transformer = LatteTransformer3DModel.from_config(settings).eval()
        out, _, lost = self.export(saved(pipe, self.root / "other"), "plain", tiny_latte.about("tiny-latte"))
        self.assertLess(lost.worst, 1e-4)
        self.assertNotIn("FastGelu", {n.op_type for n in onnx.load(out / "transformer/model.onnx").graph.node})

    def test_animatediff_from_stable_diffusion_and_motion_modules(self) -> None:
        pipe = tiny_animatediff.pipeline()
        folder = saved(pipe, self.root / "animatediff")
        out, manifest, _ = self.export(folder, "moving", tiny_animatediff.about(), dtype="fp16")
        self.assertEqual(manifest["family"], "animatediff")
        operators = {n.op_type for n in onnx.load(out / "unet/model.onnx").graph.node}
        self.assertIn("MultiHeadAttention", operators)
        self.assertNotIn("Softmax", operators)

    def test_asked_for_length_and_size(self) -> None:
        family = family_of(Source(saved(tiny_ltx.pipeline("tiny-ltx"), self.root / "ltx")), tiny_ltx.about("tiny-ltx") | {"frames": {}, "size": {}})
        family.tokenizer = tokens.load(self.root / "ltx/tokenizer")
        from ..export.pack import manifest_of

        told = manifest_of(family, Options(frames=97, size=(512, 320)), {})
        self.assertEqual(told["frames"]["default"], 97)
        self.assertEqual(told["size"]["default"], {"width": 512, "height": 320})
        family.card = {}
        with self.assertRaisesRegex(Refusal, "usual size of 704x480"):
            manifest_of(family, Options(card={"size": {"max": 512}}), {})
        with self.assertRaisesRegex(Refusal, "usual length of 300 frames"):
            manifest_of(family, Options(card={"frames": {"default": 300}}), {})
        with self.assertRaisesRegex(Refusal, "500x320 does not fit"):
            manifest_of(family, Options(size=(500, 320)), {})


class Adapters(Folders):
    def lora(self, network: torch.nn.Module, layer: str, name: str = "transformer") -> Path:
        torch.manual_seed(5)
        weight = network.get_submodule(layer).weight
        file = self.root / "style.safetensors"
        pair = {f"{name}.{layer}.lora_A.weight": torch.randn(2, weight.shape[1]), f"{name}.{layer}.lora_B.weight": torch.randn(weight.shape[0], 2)}
        save_file(pair, file)
        self.change = pair[f"{name}.{layer}.lora_B.weight"] @ pair[f"{name}.{layer}.lora_A.weight"]
        return file

    def check(self, kind: str, network: torch.nn.Module, layer: str, name: str = "transformer") -> None:
        file, before = self.lora(network, layer, name), network.get_submodule(layer).weight.clone()
        merged = merge(kind, name, network, [Lora(file, 0.5)])
        torch.testing.assert_close(merged.get_submodule(layer).weight, before + 0.5 * self.change, rtol=1e-5, atol=1e-5)
        self.assertNotIn("lora", " ".join(merged.state_dict()))

    def test_latte(self) -> None:
        self.check("LattePipeline", tiny_latte.pipeline().transformer, "transformer_blocks.0.attn1.to_q")

    def test_wan(self) -> None:
        self.check("WanPipeline", tiny_wan.transformer(16, 16).eval().requires_grad_(False), "blocks.0.attn1.to_q")

    def test_ltx(self) -> None:
        self.check("LTXPipeline", tiny_ltx.pipeline("tiny-ltx").transformer, "transformer_blocks.0.attn1.to_q")

    def test_animatediff(self) -> None:
        layer = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
        self.check("AnimateDiffPipeline", tiny_animatediff.pipeline().unet, layer, "unet")

    def test_what_does_not_fit(self) -> None:
        file = self.lora(tiny_latte.pipeline().transformer, "transformer_blocks.0.attn1.to_q")
        with self.assertRaisesRegex(Refusal, "style.safetensors"):
            merge("WanPipeline", "transformer", tiny_wan.transformer(16, 16), [Lora(file)])
        self.assertEqual(Lora.parse(f"{file}:0.75:transformer_2"), Lora(file, 0.75, "transformer_2"))
        self.assertEqual(Lora.parse(str(file)), Lora(file))
        with self.assertRaisesRegex(Refusal, "no file"):
            Lora.parse("nowhere.safetensors:1")


class Sources(Folders):
    def test_a_hub_id_from_the_local_cache(self) -> None:
        commit = "0123456789abcdef0123456789abcdef01234567"
        held = self.root / "hub/models--owner--model"
        (held / "snapshots" / commit).mkdir(parents=True)
        (held / "refs").mkdir()
        (held / "refs/main").write_text(commit)
        (held / "snapshots" / commit / "model_index.json").write_text("{}")
        self.assertEqual(self.asked("owner/model"), commit)
        self.assertRegex(self.asked("owner/other"), "not in the local cache")
        with self.assertRaisesRegex(Refusal, "no folder"):
            find("nowhere")

    def asked(self, name: str) -> str:
        """What a process of its own finds, whose cache is ours and which may not ask the hub."""
        script = "import sys; from modelpacks.export.source import find; print(find(sys.argv[1]).name)"
        settings = {**os.environ, "HF_HUB_CACHE": str(self.root / "hub"), "HF_HUB_OFFLINE": "1"}
        done = subprocess.run([sys.executable, "-c", script, name], env=settings, capture_output=True, text=True)
        return (done.stdout or done.stderr).strip().splitlines()[-1]

    def test_what_cannot_be_exported(self) -> None:
        folder = self.latte()
        index = json.loads((folder / "model_index.json").read_text())
        (folder / "model_index.json").write_text(json.dumps(index | {"_class_name": "MochiPipeline"}))
        with self.assertRaisesRegex(Refusal, "MochiPipeline is not a pipeline"):
            quiet(export_pack, folder, self.root / "out", Options())
        (folder / "model_index.json").write_text(json.dumps(index))
        (folder / "transformer").rename(folder / "elsewhere")
        with self.assertRaisesRegex(Refusal, "transformer/ is missing"):
            quiet(export_pack, folder, self.root / "out", Options())
        self.assertEqual([p.name for p in self.root.iterdir()], ["latte"])
        (folder / "LICENSE").unlink()
        with self.assertRaisesRegex(Refusal, "--license FILE"):
            quiet(export_pack, folder, self.root / "out", Options())

    def test_licences(self) -> None:
        (self.root / "README.md").write_text("---\nlicense: apache-2.0\n---\nA model.\n")
        own = self.root / "own.txt"
        own.write_text("You may look at it.\n")
        self.assertEqual(licence(self.root, own, None)[0], "Apache-2.0")
        (self.root / "README.md").unlink()
        self.assertEqual(licence(self.root, own, "LicenseRef-Own"), ("LicenseRef-Own", "You may look at it.\n"))
        with self.assertRaisesRegex(Refusal, "--spdx"):
            licence(self.root, own, None)


class Packing(unittest.TestCase):
    def test_weights_come_back(self) -> None:
        weight = np.random.default_rng(1).normal(size=(96, 10)).astype(np.float32)
        for bits, block, most in ((8, 64, 0.02), (4, 32, 0.3)):
            data, scales, zeros = packed(weight, bits)
            blocks = -(-96 // block)
            levels = data.astype(np.int32) if bits == 8 else np.stack([data & 15, data >> 4], -1).reshape(*data.shape[:2], -1).astype(np.int32)
            each = (zeros if bits == 8 else np.stack([zeros & 15, zeros >> 4], -1)).reshape(10, -1)[:, :blocks].astype(np.int32)
            back = ((levels - each[..., None]) * scales.reshape(10, blocks, 1)).reshape(10, -1)[:, :96].T
            self.assertLess(float(np.abs(back - weight).max()), most)


if __name__ == "__main__":
    unittest.main()
