"""Is a file on a network share? SQLite's locks do not hold there and the database would break."""

from __future__ import annotations

import os
from pathlib import Path

_SHARES = {"nfs", "cifs", "smb", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "lustre"}
_FUSE_SHARES = ("sshfs", "s3fs", "rclone", "glusterfs", "davfs", "smb", "goofys", "gcsfuse", "blob")

MOUNTS = Path("/proc/mounts")


def share_under(path: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of network share (``nfs4``, ``fuse.sshfs``…) on which a path lies; None for a local
    disk, and where the system keeps no list of mounts."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    kind = _kind_of_mount(Path(os.path.realpath(path)), lines)
    return kind if kind and _is_share(kind) else None


def _kind_of_mount(path: Path, lines: list[str]) -> str | None:
    """The file system of the deepest mount point above a path; of two at one place the later."""
    deepest, kind = -1, None
    for line in lines:
        _, point, this, *_ = line.split(" ")
        mounted = Path(point.encode().decode("unicode_escape"))  # a blank is written \040
        depth = len(mounted.parts)
        if depth >= deepest and path.is_relative_to(mounted):
            deepest, kind = depth, this
    return kind


def _is_share(kind: str) -> bool:
    name = kind.lower()
    return (
        name.rstrip("0123456789") in _SHARES
        or name in _SHARES
        or (name.startswith("fuse") and any(s in name for s in _FUSE_SHARES))
    )
