"""`make demo`: the main job on the sample estate, from a month's plan to the printed page, in a temporary folder."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SUPERVISOR = "chen-jing"
MONTH = "2026-12"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="propops-demo-"))
    estate, papers = folder / "yuyuan", folder / "papers"
    papers.mkdir()
    _run("demo", str(estate))
    for arguments in (
        ("visit", "plan", MONTH),
        ("remind", "plan", MONTH),
        ("today", "--officer", "all"),
        ("check",),
        ("survey", "print", f"survey-{MONTH}", "--out", str(papers / "survey.html")),
        ("survey", "print", f"survey-{MONTH}", "--format", "docx", "--out", str(papers / "survey.docx")),
        ("pledge", "print", "--out", str(papers / "pledges.html")),
        ("pledge", "print", "--format", "docx", "--out", str(papers / "pledges.docx")),
    ):
        _run("--estate", str(estate), *arguments)
    subprocess.run(["git", "-C", str(estate), "--no-pager", "log", "--oneline", "-4"], check=True)
    print(f"\n{estate}\n{papers}")


def _run(*arguments: str) -> None:
    print("\n$ propops", " ".join(arguments), flush=True)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PROPOPS_")} | {"PROPOPS_USER": SUPERVISOR}
    subprocess.run([sys.executable, "-m", "propops", *arguments], env=environ, check=True)


if __name__ == "__main__":
    main()
