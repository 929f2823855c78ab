# Read by train.sh and study.sh: finds Python, builds what is missing (built.sh), freezes the classes.
# Wants: home, the checkout; out, the run's folder. Sets: python, java, version, template, frozen; exports CLASSPATH and
# PYTHONPATH.
python=''
for candidate in "${PYTHON:-python3}" /usr/bin/python3; do
  if "$candidate" -c 'import torch, onnx, PIL' 2>/dev/null; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  echo "${0##*/}: ${PYTHON:-python3} lacks torch, onnx or PIL; on Debian: apt install python3-torch python3-onnx python3-pil python3-matplotlib" >&2
  exit 1
fi

# shellcheck source=built.sh
. "$home/training/built.sh"
# A copy of our own classes: a build during a run of hours must not pull them from under the generator.
frozen="$out/classes"
rm -rf "$frozen"
mkdir -p "$frozen"
libraries=''
IFS=: read -ra entries <<< "$(cat "$classpath")"
for entry in "$home/app/target/classes" "${entries[@]}"; do
  if [ -d "$entry" ]; then cp -r "$entry/." "$frozen/"; else libraries+=":$entry"; fi
done
export CLASSPATH="$frozen$libraries"
java=(java -Xmx3g -XX:+UseSerialGC -Djava.awt.headless=true)
version=$(git -C "$home" describe --always --dirty 2>/dev/null || echo unknown)
template=canter-quadruped-1

export PYTHONPATH="$home/training/trainer${PYTHONPATH:+:$PYTHONPATH}"
