"""What all benchmarks share: the machine in words, interleaved timing, a table of ratios."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def describe(*packages: str, also: Mapping[str, str] | None = None) -> str:
    """The machine and the versions that were measured, one fact a line. ``also`` names programs
    that are no Python packages."""
    facts = {
        "machine": f"{_model()}, {os.cpu_count()} cores, {_memory()}",
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()) + " (1, 5, 15 minutes)",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{name: installed(name) or "absent" for name in packages},
        **(also or {}),
    }
    wide = max(map(len, facts))
    return "\n".join(f"{name:<{wide}}  {fact}" for name, fact in facts.items())


def installed(package: str) -> str | None:
    """The version of a Python package, None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def interleaved(
    work: Mapping[str, Callable[[], object]],
    rounds: int = 5,
    warm: int = 1,
    at_least: float = 0.0,
) -> dict[str, float]:
    """Median seconds of each candidate. They run in turn, round after round, so that what else the
    machine does meets all of them alike; the first ``warm`` rounds do not count. See `seconds`."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(warm + rounds):
        for name, act in work.items():
            taken[name].append(seconds(act, at_least))
    return {name: statistics.median(each[warm:]) for name, each in taken.items()}


def seconds(act: Callable[[], object], at_least: float = 0.0) -> float:
    """How long one run takes, on a swept heap. What is quick is repeated until ``at_least`` so many
    seconds have passed, and the mean is taken."""
    gc.collect()
    runs, began = 0, time.perf_counter()
    while True:
        act()
        runs += 1
        if (passed := time.perf_counter() - began) >= at_least:
            return passed / runs


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, as `docs/performance.md` holds it; the first column is words."""
    lines = [list(heads), *(list(row) for row in rows)]
    wide = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    rule = ["-" * wide[0], *("-" * (each - 1) + ":" for each in wide[1:])]
    return "\n".join(
        f"| {' | '.join(_fitted(line, wide))} |" for line in (lines[0], rule, *lines[1:])
    )


def duration(took: float) -> str:
    """Seconds as people write them: 3.1 s, 42 ms, 0.35 ms."""
    if took >= 1:
        return f"{took:.2f} s"
    return f"{took * 1000:.{0 if took >= 0.1 else 1 if took >= 0.01 else 2}f} ms"


def _fitted(line: Sequence[str], wide: Sequence[int]) -> list[str]:
    return [
        each.ljust(room) if at == 0 else each.rjust(room)
        for at, (each, room) in enumerate(zip(line, wide, strict=True))
    ]


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
