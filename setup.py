"""Packages, data from the two top-level folders that people edit, and catalogues compiled at build time."""

from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

LOCALES = Path("propops/locale")


def compile_catalogues() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in LOCALES.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(text))


class BuildWithCatalogues(build_py):
    def run(self) -> None:
        compile_catalogues()
        super().run()


# One-person packages of large files: the exact versions that were looked at. The fonts are Noto Sans SC and Noto Serif SC (OFL).
PDF = ["typst==0.15.2", "pylopdf-fonts-zh-cn==0.1.1"]

setup(
    name="propops",
    version=next(line.split('"')[1] for line in Path("propops/__init__.py").read_text().splitlines() if line.startswith("__version__")),
    description="Customer service of a residential estate, kept in plain files",
    license="MIT",
    python_requires=">=3.11",
    packages=[*find_packages(include=["propops", "propops.*"]), "propops.templates"],
    package_dir={"propops": "propops", "propops.templates": "templates"},
    package_data={"propops": ["py.typed", "documents/*.typ", "locale/*/LC_MESSAGES/*.mo"], "propops.templates": ["*.md", "*.yaml"]},
    install_requires=[
        "click>=8.4",
        "ruamel.yaml>=0.18,<0.20",
        "ruamel.yaml.clib>=0.2.12; platform_python_implementation=='CPython'",
        "tabulate>=0.9",
        "wcwidth>=0.2.13",
        "python-dateutil>=2.9",
        "chinesecalendar>=1.11",
        "jinja2>=3.1.6",
        "markdown-it-py>=3",
        "mdit-py-cjk-friendly>=0.3",
        "python-docx>=1.1",
        "openpyxl>=3.1",
        "segno>=1.6",
    ],
    extras_require={
        "pdf": PDF,
        "dev": [
            *PDF,
            "babel>=2.12",
            "beancount>=3",  # GPL: only the tests ask it whether our sums are right
            "hypothesis>=6",
            "icalendar>=5",
            "mypy>=1.13",
            "pypdf>=5",
            "pytest>=8",
            "pytest-xdist>=3",
            "ruff>=0.8",
            "types-python-dateutil",
            "types-tabulate",
        ],
    },
    entry_points={"console_scripts": ["propops = propops.__main__:main"]},
    cmdclass={"build_py": BuildWithCatalogues},
)
