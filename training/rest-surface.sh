#!/bin/bash
# How well a body at rest is known from one generated still: template, fit, and fit with the observed surface.
#   training/rest-surface.sh [STILLS-A-SPECIES]
# Half a minute for three stills of each species on one idle core.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=built.sh
. "$home/training/built.sh"
exec java -Xmx2g -XX:+UseSerialGC -Djava.awt.headless=true \
  -Dorg.bytedeco.javacpp.cachedir="${CANTER_CACHE:-$home/app/target/native}" \
  io.canter.training.evaluation.RestSurfaceMain "$@"
