#!/bin/sh
# Everything a server needs, as wheels in one folder: each held to the hash of its lock when it is
# fetched, and named with its own hash in the folder's requirements.txt, the project's among them.
# Usage: sh requirements/wheelhouse.sh PYTHON FOLDER, from the top folder; PYTHON as the server has it.
set -eu
python=$1 folder=$2

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$python" -m venv "$tools"
pip="$tools/bin/python -m pip --disable-pip-version-check --quiet"
$pip install --require-hashes -r requirements/wheelhouse.txt

rm -rf "$folder"
$pip wheel --no-deps --no-build-isolation --require-hashes -r requirements/server.txt -w "$folder"
$pip wheel --no-deps --no-build-isolation . -w "$folder"
cp examples/operations/INSTALL.txt "$folder"

cd "$folder"
for wheel in *.whl; do
  after_name=${wheel#*-}
  hash=$(sha256sum "$wheel" | cut -d' ' -f1)
  echo "${wheel%%-*}==${after_name%%-*} --hash=sha256:$hash" >> requirements.txt
done
