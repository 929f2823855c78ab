#!/bin/bash
# Packs the sample generator for a machine without Java, such as one with a GPU, to be trained on there.
#   training/portable.sh DIR
#   python3 -m canter_trainer train --generator "DIR/generate --seed-from {seed} --count {count} --threads 14 -o -" ...
# DIR then holds a small Java runtime, the classes and the libraries that the generator loads, and the photographs that
# --photos DIR2 named. Linux, same processor family.
set -euo pipefail
home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
[ $# -eq 1 ] || [ "${2:-}" = --photos ] && [ $# -eq 3 ] || { echo "usage: training/portable.sh DIR [--photos DIR2]" >&2; exit 2; }
command -v jlink >/dev/null || { echo "portable.sh: jlink is missing; use a full JDK 17 or newer" >&2; exit 1; }
[ ! -e "$1" ] || { echo "portable.sh: $1 exists; name a new folder" >&2; exit 2; }
(cd "$home" && sh ./mvnw -q -B -Dcanter.quick process-classes) >&2
mkdir -p "$1"
out=$(cd -- "$1" && pwd)
[ $# -eq 1 ] || cp -r "$3" "$out/photos"

# A short run tells which libraries are needed, whatever the poms say.
classpath="$home/app/target/classes:$(cat "$home/app/target/canter.classpath")"
java -Xlog:class+load:file="$out/loaded.txt" -Djava.awt.headless=true -cp "$classpath" \
  io.canter.training.scene.GeneratorMain --count 64 -o /dev/null
mkdir -p "$out/lib" "$out/classes"
IFS=: read -ra entries <<< "$classpath"
for entry in "${entries[@]}"; do
  if [ -d "$entry" ]; then
    # Of the resources, the rig alone is wanted.
    (cd "$entry" && find . \( -name '*.class' -o -name '*.glb' \) -exec cp --parents {} "$out/classes" \;)
  elif grep -q "source: .*$(basename "$entry")" "$out/loaded.txt"; then
    cp "$entry" "$out/lib/"
  fi
done
rm "$out/loaded.txt"
jlink --add-modules java.base,java.desktop,java.logging,java.management,java.xml,jdk.unsupported \
  --strip-debug --no-header-files --no-man-pages --compress=2 --output "$out/runtime"
cat > "$out/generate" <<'RUN'
#!/bin/sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
photos=
[ -d "$here/photos" ] && photos="--photos $here/photos"
# shellcheck disable=SC2086 # two words or none
exec "$here/runtime/bin/java" -Xmx6g -XX:+UseSerialGC -Djava.awt.headless=true -cp "$here/classes:$here/lib/*" \
  io.canter.training.scene.GeneratorMain "$@" $photos
RUN
chmod +x "$out/generate"
du -sh "$out" | sed "s/^/portable.sh: /" >&2
