# Read by the scripts of this folder: builds the classes where they are missing or older than their sources.
# Wants: home, the checkout. Sets: classpath, the file that lists what they run with; exports CLASSPATH.
classpath="$home/app/target/canter.classpath"
if [ ! -f "$classpath" ] || [ -n "$(find "$home" -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml \) \
    -type f -newer "$classpath" -print 2>/dev/null | head -n 1)" ]; then
  echo "${0##*/}: building" >&2
  (cd "$home" && ./mvnw -q -B -Dcanter.quick process-classes) >&2
  touch "$classpath"
fi
CLASSPATH="$home/app/target/classes:$(cat "$classpath")"
export CLASSPATH
