"""What the exporter says when it stops."""

from __future__ import annotations


class Refusal(SystemExit):
    """Ends the export with one line that says what is wrong and what to do next."""
