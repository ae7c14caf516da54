"""Makes model packs: trains the bundled one, and exports diffusers folders."""
