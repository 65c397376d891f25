"""Where the estate is. Paths are text here: every command passes through, and pathlib alone would cost a tenth of its start."""

import os

SETTINGS = "records/estate.yaml"


def find_root(start: str) -> str | None:
    """The nearest folder at or above `start` that holds an estate."""
    folder = os.path.abspath(start)
    while not os.path.isfile(f"{folder}/{SETTINGS}"):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def template_folders(root: str) -> list[str]:
    """The estate's own, then the built-in one: beside the package in a checkout, inside it once installed."""
    package = os.path.dirname(__file__)
    inside = f"{package}/templates"
    return [f"{root}/templates", inside if os.path.isdir(inside) else f"{os.path.dirname(package)}/templates"]
