#!/bin/bash
# Teaches the tracker's judge to tell animals from phantoms as the network shows them; run it after the network changed.
#   training/calibrate.sh [--model FILE.onnx] [--threads N] [--animals N] [--empty N]
# Writes tracking/src/main/resources/io/canter/tracking/plausibility.properties and prints how well it does on seeds of
# its own. Two to four minutes on two idle cores.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
classpath="$home/app/target/canter.classpath"
if [ ! -f "$classpath" ] || [ -n "$(find "$home" -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml \) \
    -type f -newer "$classpath" -print 2>/dev/null | head -n 1)" ]; then
  echo "calibrate.sh: building" >&2
  (cd "$home" && ./mvnw -q -B -Dcanter.quick process-classes) >&2
  touch "$classpath"
fi
CLASSPATH="$home/app/target/classes:$(cat "$classpath")"
export CLASSPATH
exec java -Xmx2g -XX:+UseSerialGC -Djava.awt.headless=true \
  -Dorg.bytedeco.javacpp.cachedir="${CANTER_CACHE:-$home/app/target/native}" \
  io.canter.training.plausibility.PlausibilityMain \
  -o "$home/tracking/src/main/resources/io/canter/tracking/plausibility.properties" "$@"
