"""The source package: from it the same is made as from the project's folder."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT

pytestmark = pytest.mark.long


def built(kind: str, source: Path, folder: Path) -> Path:
    """A package of this kind, without asking an index for anything."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = folder.iterdir()
    return made


def test_the_source_package_makes_the_same_wheel(tmp_path: Path) -> None:
    """File by file and byte by byte; and it holds what a server is installed by, and no leavings."""
    packed = built("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    source = tmp_path / packed.name.removesuffix(".tar.gz")
    ours = zipfile.ZipFile(built("wheel", ROOT, tmp_path / "ours"))
    theirs = zipfile.ZipFile(built("wheel", source, tmp_path / "theirs"))
    assert {one.filename: one.CRC for one in ours.infolist()} == {
        one.filename: one.CRC for one in theirs.infolist()
    }
    assert (source / "requirements" / "wheelhouse.sh").is_file()
    names = {path.name for path in source.rglob("*")}
    assert not [name for name in names if name.endswith((".db", ".pyc", "-wal")) or name == ".venv"]
