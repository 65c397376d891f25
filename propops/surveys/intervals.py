"""How sure a rate is."""

from math import sqrt

Z95 = 1.959964


def wilson(hits: int, n: int, population: int | None = None) -> tuple[float, float] | None:
    """Wilson's interval, 95 %. Drawn from a known number of homes it is narrower, and nothing where all of them answered."""
    if n == 0:
        return None
    rate = hits / n
    if population is not None and n >= population:
        return rate, rate
    size = n if population is None else n * (population - 1) / (population - n)
    centre = (rate + Z95**2 / (2 * size)) / (1 + Z95**2 / size)
    half = Z95 * sqrt(rate * (1 - rate) / size + Z95**2 / (4 * size**2)) / (1 + Z95**2 / size)
    return max(0.0, centre - half), min(1.0, centre + half)
