"""Adds texts to the reference files of tokenizers: `python -m modelpacks.tokenizer_cases DIR`.

DIR holds folders with `tokenizer.json`, `golden.json` and perhaps `tokenizer_config.json`. Rows of `golden.json` are {text, ids} with
the tokens that begin and end a text, or {text, ids, mask, raw} where `ids` are cut and padded to the length of `mask`. Ids come from
Rust's `tokenizers`. Texts that are there already stay as they are.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from tokenizers import Tokenizer

LENGTHS = (3, 16, 77, 120)
TEXTS = [
    "a",
    " a  b ",
    "Two small boats drift on a calm lake under a pale moon, film grain, 35 mm, f/1.8",
    "slowly, slowly... slowly!" * 12,
    "it's we'll they've I'M DON'T 's 'S",
    "ΟΔΟΣ Αθήνα ς", "İstanbul ǅ ß ẞ ﬁ ﬀ", "Ünïcödé ñ Å", "e\u0301\u0308 o\u0302\u0303", "٣٤ ४५ ⅫⅡ ½ ² ㎏", "ＦＵＬＬ　ｗｉｄｔｈ～", "ｶﾞｷﾞ がぎ ハ゜",
    "한국어 텍스트 테스트", "日本語のプロンプト", "中文提示词，测试。", "русский текст", "हिन्दी पाठ", "نص عربي", "ไทย", "🎬🐱 👩‍👩‍👧 🇩🇪 ✈️",
    "line\none\r\ntwo\ttab\u2028sep\u00a0nbsp\u200bzwsp", "\u0007bell \u001funit", "<unk> <pad> a </s> b <|endoftext|>", "<0x41> ▁a",
]
RANGES = [(0x20, 0x7F), (0xA0, 0x250), (0x370, 0x460), (0x600, 0x650), (0x900, 0x950), (0x3040, 0x3100), (0xAC00, 0xAC40), (0x1F300, 0x1F340), (0x300, 0x330), (0xFF01, 0xFF60)]


def random_texts(count: int) -> list[str]:
    """Letters of one to three scripts in a row, with spaces between."""
    draw = random.Random(11)
    texts = []
    for _ in range(count):
        ranges = draw.sample(RANGES, draw.randint(1, 3))
        texts.append("".join(" " if draw.random() < 0.2 else chr(draw.randrange(*draw.choice(ranges))) for _ in range(draw.randint(1, 24))).strip() or "x")
    return texts


def rows(folder: Path, texts: list[str]) -> list[dict[str, object]]:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    raw = {text: tokenizer.encode(text).ids for text in texts}
    config = folder / "tokenizer_config.json"
    pad = json.loads(config.read_text()).get("pad_token") if config.exists() else None
    pad_id = tokenizer.token_to_id(pad) if pad else 0
    found = []
    for place, text in enumerate(texts):
        if place % 3 == 2:
            found.append({"text": text, "ids": raw[text]})
            continue
        length = LENGTHS[place % len(LENGTHS)]
        tokenizer.enable_truncation(length)
        tokenizer.enable_padding(length=length, pad_id=pad_id)
        cut = tokenizer.encode(text)
        found.append({"text": text, "ids": cut.ids, "mask": cut.attention_mask, "raw": raw[text]})
    return found


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("dir", type=Path)
    for path in sorted(ap.parse_args().dir.glob("*/golden.json")):
        known = json.loads(path.read_text())
        texts = [t for t in [*TEXTS, *random_texts(100)] if t not in {row["text"] for row in known}]
        lines = [json.dumps(row, separators=(",", ":")) for row in [*known, *rows(path.parent, list(dict.fromkeys(texts)))]]
        path.write_text("[\n" + ",\n".join(lines) + "\n]\n")
        print(path, len(lines))


if __name__ == "__main__":
    main()
