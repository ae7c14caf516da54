"""Trains the refiners of the bundled model on footage that the project renders itself."""
