#!/usr/bin/env bash
# Runs the end-to-end jobs of ci.yml on this machine, with nektos/act instead of GitHub's runner and without Docker. Exits
# with 1 if a job fails.
set -euo pipefail
cd "$(dirname "$0")/.."

.ci/tools.sh act
npm run --silent setup

# act makes the workspaces of jobs in this folder, and does not remove them if it is interrupted.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# act runs an action with the `node` of PATH, GitHub's runner with its own Node 24.
PATH="$PWD/node_modules/.bin:$PATH" .ci/tools/act/bin/act push \
  --workflows .github/workflows/ci.yml --job hand-over \
  --platform ubuntu-latest=-self-hosted \
  --action-cache-path "$scratch" --no-cache-server \
  "$@"
