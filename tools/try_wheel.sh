#!/bin/sh
# try_wheel.sh PYTHON WHEEL: installs the wheel alone and runs the main job with it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$2"
cd "$folder"
propops="$folder/venv/bin/propops"
"$propops" --help >/dev/null
"$propops" demo estate
PROPOPS_USER=chen-jing "$propops" --estate estate visit plan 2026-12 >/dev/null
"$propops" --estate estate survey print survey-2026-12 --format docx --out forms.docx
PROPOPS_LANG=zh "$propops" --help | grep -q 走访
"$propops" --estate estate review HEAD >/dev/null
echo | PROPOPS_USER=chen-jing "$propops" --estate estate desk >/dev/null
