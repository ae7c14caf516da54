"""The tokenizer: one id a word, unknown words to `<unk>`, `</s>` added by whoever calls."""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch

from .common import TEXT_LENGTH
from .grammar import vocabulary

PAD, EOS, UNKNOWN = "<pad>", "</s>", "<unk>"


def word_ids() -> dict[str, int]:
    """Word to id: the specials are 0, 1 and 2, as T5 has them."""
    return {word: index for index, word in enumerate([PAD, EOS, UNKNOWN, *vocabulary()])}


WORDS = word_ids()


def encode(text: str) -> list[int]:
    """Ids of a text with `</s>`, neither padded nor longer than 120."""
    pieces = re.findall(r"\w+|[^\w\s]+", text.lower().strip())
    return [WORDS.get(piece, 2) for piece in pieces][: TEXT_LENGTH - 1] + [1]


def encode_batch(texts: list[str], length: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask, i64[B,L], padded to the longest text or to `length`."""
    rows = [encode(text) for text in texts]
    length = length or max(map(len, rows))
    ids = torch.zeros(len(rows), length, dtype=torch.int64)
    mask = torch.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = torch.tensor(row)
        mask[index, : len(row)] = 1
    return ids, mask


def write_tokenizer(folder: Path) -> None:
    """Writes tokenizer.json and tokenizer_config.json in the format of the tokenizers library."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Lowercase()
    # Spelt out: what counts as a letter differs between engines, and unknown accents must not change the ids.
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]+"), "removed", invert=True)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in (PAD, EOS, UNKNOWN)])
    tokenizer.post_processor = processors.TemplateProcessing(single=f"$A {EOS}", pair=f"$A {EOS} $B {EOS}", special_tokens=[(EOS, 1)])
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": TEXT_LENGTH,
        "padding_side": "right",
        "clean_up_tokenization_spaces": False,
        "pad_token": PAD,
        "eos_token": EOS,
        "unk_token": UNKNOWN,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
