"""The console script. `--version` is answered before anything is imported: scripts ask for it often."""

import sys


def main() -> None:
    if sys.argv[1:] == ["--version"]:
        from propops import __version__

        sys.stdout.write(f"propops {__version__}\n")
        return
    from propops.cli import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
