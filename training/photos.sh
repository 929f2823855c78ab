#!/bin/bash
# Fetches free photographs without animals for the generator's backgrounds and writes them as PNG.
#   training/photos.sh DIR        then: training/train.sh --photos DIR ...
# They are the 18 panoramas of the npm package @pmndrs/assets: photographed scenes by Poly Haven, CC0. Needs npm, ffmpeg.
set -euo pipefail
package=@pmndrs/assets@1.7.0
[ $# -eq 1 ] || { echo "usage: training/photos.sh DIR" >&2; exit 2; }
for tool in npm ffmpeg base64; do
  command -v "$tool" >/dev/null || { echo "photos.sh: $tool is missing; install it (on Debian: apt install npm ffmpeg)" >&2; exit 1; }
done
mkdir -p "$1"
folder=$(cd -- "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
tar xzf "$(npm pack --silent "$package")"
# Each file is a module whose only string is the picture as a data address.
for module in package/hdri/*.exr.js; do
  name=$(basename "$module" .exr.js)
  sed -n 's/.*base64,\([A-Za-z0-9+/=]*\).*/\1/p' "$module" | base64 -d > "$name.exr"
  # The panoramas hold linear light; apply_trc brings it to what a display shows. Eight bits are plenty here.
  ffmpeg -v error -y -apply_trc iec61966_2_1 -i "$name.exr" -pix_fmt rgb24 "$folder/$name.png"
done
echo "photos.sh: wrote $(ls "$folder"/*.png | wc -l) pictures to $folder"
