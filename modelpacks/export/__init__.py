"""Turns a diffusers folder into a pack: `python -m modelpacks.export FOLDER --out PACK`; docs/export.md goes step by step."""
