"""The licence that goes into a pack: no pack without its words."""

from __future__ import annotations

import re
from pathlib import Path

from .refusal import Refusal

NAMES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "LICENCE.md")
# What model cards write, where it is not the SPDX name in small letters.
SPDX = {"apache-2.0": "Apache-2.0", "mit": "MIT", "creativeml-openrail-m": "LicenseRef-CreativeML-OpenRAIL-M", "openrail": "LicenseRef-OpenRAIL"}
WORDS = (("Apache License", "Apache-2.0"), ("MIT License", "MIT"), ("CreativeML Open RAIL-M", "LicenseRef-CreativeML-OpenRAIL-M"))


def from_card(folder: Path) -> str | None:
    """What the model card's head calls its licence."""
    path = folder / "README.md"
    head = re.match(r"---\n(.*?)\n---", path.read_text(errors="replace"), re.S) if path.is_file() else None
    found = re.search(r"^license:\s*['\"]?([\w.\-]+)", head[1], re.M) if head else None
    return None if found is None or found[1] in ("other", "unknown") else SPDX.get(found[1].lower(), f"LicenseRef-{found[1]}")


def licence(folder: Path, file: Path | None, spdx: str | None) -> tuple[str, str]:
    """SPDX name and text. Refuses where one of them cannot be found."""
    path = file or next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        raise Refusal("The model folder holds no licence text. Get it from where the model is published, and name it: --license FILE.")
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"The licence {path.name} could not be read ({type(error).__name__}). Name a text file: --license FILE.") from error
    name = spdx or from_card(folder) or next((name for words, name in WORDS if words in text[:600]), None)
    if name is None:
        raise Refusal(f"Which licence {path.name} is could not be told. Say it: --spdx NAME, or --spdx LicenseRef-NAME for one of its own.")
    return name, text
