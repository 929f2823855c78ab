#!/bin/bash
# Teaches the tracker which poses are usual; run it after the motion library or the joint limits changed.
#   training/pose-prior.sh
# Writes tracking/src/main/resources/io/canter/tracking/pose-prior.bin within seconds.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=built.sh
. "$home/training/built.sh"
exec java -XX:+UseSerialGC -Djava.awt.headless=true io.canter.training.motion.PosePriorMain \
  -o "$home/tracking/src/main/resources/io/canter/tracking/pose-prior.bin" "$@"
