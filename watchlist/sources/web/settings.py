"""What the configuration says of sources on the web."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from watchlist.sources.settings import Ours, SourceMeaning
from watchlist.sources.web.asking import Limits, place_of, refusal

_EES = "https://api.education.gov.uk/statistics"
_FINGERTIPS = "https://fingertips.phe.org.uk"


class OverWeb(SourceMeaning):
    """Whom a source asks, and how much it takes.

    ``url``         where it is (`{env: NAME}` where a key stands in it).
    ``hosts``       the hosts that may be asked; left out, it is that of the address only.
    ``headers``     what is said beside (a key, as `{env: NAME}`).
    ``largest_mb``, ``seconds``   more, or longer, is not read.
    """

    url: str
    hosts: frozenset[str] = frozenset()
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    largest_mb: int = Field(default=100, ge=1, le=500)
    seconds: int = Field(default=120, ge=1, le=3600)

    @property
    def limits(self) -> Limits:
        own = urlsplit(self.url).hostname or ""
        return Limits(self.hosts or frozenset((own,)), self.largest_mb, self.seconds)

    @property
    def said(self) -> dict[str, str]:
        """The headers as they are sent."""
        return {name: secret.get_secret_value() for name, secret in self.headers.items()}

    @property
    def where(self) -> str:
        return place_of(self.url)

    @model_validator(mode="after")
    def _may_be_asked(self) -> Self:
        if sentence := refusal(self.url):
            raise ValueError(sentence)
        return self


class WebSettings(OverWeb):
    """A CSV or JSON file at an address. ``rows`` says where the rows are in JSON: ``data.rows``."""

    kind: Literal["web"] = "web"
    content: Literal["csv", "json"] | None = None
    encoding: str = "auto"
    rows: str = ""


class EesSettings(OverWeb):
    """A data set of Explore Education Statistics.

    ``data_set``            its id.
    ``version``             the version that the indicators were written for: ``2.*`` takes corrections
                            and new years, and no change of what its columns mean.
    ``values``              column (or id) of an indicator of the data set: indicator.
    ``geographic_levels``   their codes: ``NAT``, ``REG``, ``LA``.
    ``locations``           level: codes of places; left out: all.
    ``filters``             column of a filter: the options that are taken. A filter that is in neither
                            ``filters`` nor ``breakdowns`` is taken as its total.
    ``time_periods``, ``criteria``   in the words of the service.
    """

    kind: Literal["explore-education-statistics"] = "explore-education-statistics"
    url: str = _EES
    format: Literal["own", "dfe"] = "dfe"
    data_set: str = Field(pattern=r"^[0-9a-fA-F-]{36}$")
    version: Annotated[str, Field(pattern=r"^(\d+|\d+\.(\d+|\*)|\d+\.\d+\.(\d+|\*))$")]
    geographic_levels: tuple[str, ...] = ("NAT", "REG", "LA")
    locations: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    filters: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    time_periods: dict[str, Any] = Field(default_factory=dict)
    criteria: dict[str, Any] = Field(default_factory=dict)
    page_size: int = Field(default=1000, ge=1, le=10_000)

    @model_validator(mode="after")
    def _has_values(self) -> Self:
        if not self.values:
            raise ValueError(
                "says no values: name the data set's columns of figures, and what they are"
            )
        return self


#: Our column: theirs.
FINGERTIPS_COLUMNS: dict[Ours, str] = {
    "indicator": "Indicator ID",
    "area": "Area Code",
    "period": "Time period",
    "value": "Value",
    "numerator": "Count",
    "denominator": "Denominator",
}


class FingertipsSettings(OverWeb):
    """Indicators of Fingertips; ``indicators`` says which of ours each number is: ``"92443": smoking``.

    ``area_type``, ``parent_area_type``   the numbers of kinds of areas (502: upper-tier authorities).
    ``sex``, ``age``    what of it is taken; a sex that is left out is everybody.
    """

    kind: Literal["fingertips"] = "fingertips"
    url: str = _FINGERTIPS
    columns: dict[Ours, str] = Field(default_factory=lambda: dict(FINGERTIPS_COLUMNS))
    others: Literal["refuse", "leave out"] | None = "leave out"
    area_type: int = 502
    parent_area_type: int = 15
    sex: str = "Persons"
    age: str | None = None

    @model_validator(mode="after")
    def _has_indicators(self) -> Self:
        if not self.indicators or not all(number.isdigit() for number in self.indicators):
            raise ValueError('says no numbers of indicators: write them like "92443": smoking')
        return self
