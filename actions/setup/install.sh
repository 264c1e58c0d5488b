#!/usr/bin/env bash
# Installs the packages of the workspace, by the lockfile that it has.
set -euo pipefail
more=()
if [ "${SCRIPTS:-true}" != true ]; then more=(--ignore-scripts); fi
if [ -f pnpm-lock.yaml ]; then
  corepack enable
  pnpm install --frozen-lockfile "${more[@]}"
elif [ -f yarn.lock ]; then
  corepack enable
  if yarn --version | grep -q '^1\.'; then yarn install --frozen-lockfile "${more[@]}"; else YARN_ENABLE_SCRIPTS="${SCRIPTS:-true}" yarn install --immutable; fi
elif [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then
  npm ci --no-audit --no-fund "${more[@]}"
else
  echo "::error title=phasewright::Unexpected workspace without a lockfile in $PWD, expected one of npm, pnpm or yarn. Commit it, or install the packages in a step of your own and set the input \"install\" to \"false\"."
  exit 1
fi
