"""Packs that refine clips: how they are written, converted from ESRGAN weights, and made tiny for tests."""
