#!/usr/bin/env bash
# Resolves requirements.in and requirements-dev.in to exact pins of their whole closure. A fresh
# virtual environment does the resolving, so that nothing installed by hand slips in.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
pip="$work/venv/bin/python -m pip"
# Torch goes first: asked for by range, another package would take a much larger build of it.
$pip install --quiet "$(grep '^torch==' requirements.in)"
closure() {
    # A local version such as +cpu names one machine's build; the pin must serve every machine.
    $pip freeze --all --exclude pip --exclude wheel | sed -E 's/^(torch==[0-9.]+)\+.*/\1/' | LC_ALL=C sort -f
}
$pip install --quiet -r requirements.in
{ echo "# Written by \`make pin\` from requirements.in."; closure; } >requirements.txt
$pip install --quiet -r requirements-dev.in
{
    echo "# Written by \`make pin\` from requirements-dev.in."
    comm -13 <(grep -v '^#' requirements.txt | LC_ALL=C sort) <(closure | LC_ALL=C sort)
} >requirements-dev.txt
