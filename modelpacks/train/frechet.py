"""The Fréchet distance between two sets of features, each taken for a Gaussian (Heusel et al., 2017, equation 6)."""

from __future__ import annotations

import numpy as np


def frechet_distance(a: np.ndarray, b: np.ndarray) -> float:
    """|mean difference|² + tr(A + B - 2 (AB)^½) of f64[n,d] and f64[m,d]."""
    mean = a.mean(0) - b.mean(0)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    # The trace of the root of AB is the sum of the roots of its eigenvalues, which are real and not negative.
    values = np.linalg.eigvals(cov_a @ cov_b).real.clip(0)
    return float(mean @ mean + np.trace(cov_a) + np.trace(cov_b) - 2 * np.sqrt(values).sum())


def principal_axes(features: np.ndarray, count: int) -> np.ndarray:
    """f64[n,d] -> f64[d,count]: the directions in which the set spreads most. A few hundred clips say nothing in more than some dozens."""
    centred = features - features.mean(0)
    return np.linalg.svd(centred, full_matrices=False)[2][:count].T
