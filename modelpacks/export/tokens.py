"""The tokenizer of a pack: one `tokenizer.json`, checked against what it was made from."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import transformers

from .refusal import Refusal

TEXTS = ["A red ball bounces in a field by day", "", "zebra! 42 blue cubes, slowly", "a " * 200 + "cone"]


def load(folder: Path) -> Any:
    """The fast tokenizer of a folder, made from a sentencepiece model where there is no `tokenizer.json`."""
    if not folder.is_dir():
        raise Refusal("The folder tokenizer/ is missing from the model folder. Get the whole folder, in the diffusers layout.")
    try:
        words = transformers.AutoTokenizer.from_pretrained(folder, use_fast=True)
    except Exception as error:
        raise Refusal(f"The tokenizer could not be read: {str(error).splitlines()[0]}. Get a folder with tokenizer/tokenizer.json.") from error
    if not getattr(words, "is_fast", False):
        raise Refusal("This tokenizer cannot be written as tokenizer.json. Get a folder with tokenizer/tokenizer.json.")
    check(words, folder)
    return words


def check(words: Any, folder: Path) -> None:
    """Compares with the sentencepiece model, where there is one: converters have lost words without a sound."""
    model = next((folder / name for name in ("spiece.model", "sentencepiece.model") if (folder / name).is_file()), None)
    if model is None:
        return
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    for text in TEXTS[:3]:
        if words(text, add_special_tokens=False).input_ids != pieces.encode(text):
            raise Refusal(f"The tokenizer made from {model.name} does not give that model's ids. Get a folder with tokenizer/tokenizer.json.")


def write(words: Any, folder: Path, out: Path) -> None:
    """A `tokenizer.json` that is there goes into the pack as it is."""
    if (folder / "tokenizer.json").is_file() and (folder / "tokenizer_config.json").is_file():
        out.mkdir(parents=True, exist_ok=True)
        for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
            if (folder / name).is_file():
                shutil.copy(folder / name, out / name)
        return
    words.save_pretrained(out)


def special(words: Any) -> dict[str, int]:
    """The tokens that a pack names."""
    ids = {"padId": words.pad_token_id, "eosId": words.eos_token_id}
    first = words("a").input_ids[0]
    return {**ids, **({"bosId": words.bos_token_id} if words.bos_token_id is not None and first == words.bos_token_id else {})}
