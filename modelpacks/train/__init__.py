"""Trains Cortado Mini from footage that it renders itself."""
