#!/bin/bash
# How well a body at rest is known from one generated still: template, fit, and fit with the observed surface.
#   training/rest-surface.sh [STILLS-A-SPECIES]
# Half a minute for three stills of each species on one idle core.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
classpath="$home/app/target/canter.classpath"
if [ ! -f "$classpath" ] || [ -n "$(find "$home" -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml \) \
    -type f -newer "$classpath" -print 2>/dev/null | head -n 1)" ]; then
  echo "rest-surface.sh: building" >&2
  (cd "$home" && ./mvnw -q -B -Dcanter.quick process-classes) >&2
  touch "$classpath"
fi
CLASSPATH="$home/app/target/classes:$(cat "$classpath")"
export CLASSPATH
exec java -Xmx2g -XX:+UseSerialGC -Djava.awt.headless=true \
  -Dorg.bytedeco.javacpp.cachedir="${CANTER_CACHE:-$home/app/target/native}" \
  io.canter.training.evaluation.RestSurfaceMain "$@"
