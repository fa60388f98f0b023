"""A small rulebook and small files for the tests of sources."""

from pathlib import Path

from watchlist.model.errors import FaultsError
from watchlist.model.indicator import Area, Better, Indicator, Unit, UnitKind
from watchlist.model.period import Calendar, Frequency
from watchlist.model.rule import Rulebook
from watchlist.sources.read import SourceRead, read_file
from watchlist.sources.settings import SourceSettings

DATA = Path(__file__).parents[2] / "../shared/data"
NO_DATA = "the public figures in ../shared/data are not here"

_PERCENT = Unit(UnitKind.PERCENT)
_COUNT = Unit(UnitKind.COUNT)
_MONTH = Calendar(Frequency.MONTH)
_QUARTER = Calendar(Frequency.QUARTER)
_FINANCIAL = Calendar(Frequency.FINANCIAL_YEAR)
_REPORTING = Calendar(Frequency.REPORTING_YEAR, 3)


def indicator(name: str, unit: Unit, calendar: Calendar) -> Indicator:
    return Indicator(name, name, unit, Better.HIGHER, calendar)


INDICATORS = (
    indicator("dental-checks", _PERCENT, _QUARTER),
    indicator("assessments-on-time", _PERCENT, _MONTH),
    indicator("new-plans", _COUNT, _MONTH),
    indicator("core-assessments", _COUNT, _FINANCIAL),
    indicator("overspend", Unit(UnitKind.POUNDS), _MONTH),
    indicator("plan-rate", Unit(UnitKind.RATE, 10_000), _FINANCIAL),
    indicator("re-referrals", _PERCENT, _REPORTING),
    indicator("agency-staff", _PERCENT, _REPORTING),
    indicator("suitable-accommodation", _PERCENT, _REPORTING),
)
AREAS = (
    Area("Harrow", "E09000015", own=True),
    Area("Barnet", "E09000003"),
    Area("Outer London", "E13000002", level="region"),
    Area("England", "E92000001", level="country"),
)
BOOK = Rulebook(
    indicators={each.id: each for each in INDICATORS},
    rules={},
    areas={each.name: each for each in AREAS},
    committees={},
    hash="",
    files={},
)


def settings(**said: object) -> SourceSettings:
    return SourceSettings.model_validate({"name": "scorecard", "path": "scorecard.csv", **said})


def read(folder: Path, text: str | bytes, **said: object) -> SourceRead:
    """The readings of a CSV file with this text."""
    path = folder / "scorecard.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path, settings(**said), BOOK)


def faults(folder: Path, text: str | bytes, **said: object) -> list[str]:
    """What is wrong with such a file: ``line: sentence``."""
    try:
        read(folder, text, **said)
    except FaultsError as error:
        return [f"{fault.mark.line or ''}: {fault.sentence}" for fault in error.faults]
    return []
