"""Writes the sample estate into `records/` of this checkout: `python -m propops.sample`.

Run it after changing the generator or a model; a test compares the folder with what the generator makes.
"""

from pathlib import Path

from propops.sample.build import build

CHECKOUT = Path(__file__).parents[2]


def sample_files() -> dict[str, str]:
    return build(sample=True).files()


def write(root: Path, files: dict[str, str]) -> None:
    """Replaces the files of the kinds that the generator makes; other kinds' samples stay."""
    for path in stale(root, files):
        (root / path).unlink()
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def stale(root: Path, files: dict[str, str]) -> list[str]:
    """Files of these kinds that the generator does not make."""
    folders = {path.split("/")[1] for path in files if path.count("/") > 1}
    found = (file for folder in folders for file in (root / "records" / folder).rglob("*.yaml"))
    return sorted({file.relative_to(root).as_posix() for file in found} - files.keys())


if __name__ == "__main__":
    write(CHECKOUT, sample_files())
