"""The commands of people's acts: what somebody says of an entry, asks for, or decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watchlist.cli.formats import Format
from watchlist.cli.options import (
    CONFIG,
    AsOption,
    CommitteeOption,
    ConfigOption,
    FormatOption,
    ForOption,
    MeetingOption,
    MinuteOption,
    PublicOption,
    ReferenceArgument,
)

if TYPE_CHECKING:  # it takes what `--help` must not wait for
    from watchlist.cli.acting import Deeds

people = typer.Typer()

_PANEL = "What people do (--as says who)"

CauseOption = Annotated[str, typer.Option("--cause", metavar="TEXT", help="What is behind it.")]
RemedyOption = Annotated[
    str, typer.Option("--remedy", metavar="TEXT", help="What is being done about it.")
]
OverseerOption = Annotated[
    str, typer.Option("--overseer", metavar="POST", help="Who sees to it that it is done.")
]
TrackOption = Annotated[
    str,
    typer.Option(
        "--back-on-track", metavar="DAY", help="By when: a day, or a month such as September 2014."
    ),
]
PeriodOption = Annotated[
    str, typer.Option("--period", metavar="TEXT", help='That day in words, as "the autumn".')
]
ReportOption = Annotated[
    str, typer.Option("--report", metavar="URL", help='An earlier report; "its title URL".')
]
FollowsOption = Annotated[
    str, typer.Option("--follows", metavar="REF", help="The earlier entry that it goes on from.")
]
DueOption = Annotated[str, typer.Option("--due", metavar="DAY", help="By that day.")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
TextArgument = Annotated[str, typer.Argument(metavar="TEXT", help="In your own words.")]


@people.command(rich_help_panel=_PANEL)
def add(
    title: Annotated[
        str, typer.Argument(metavar="TITLE", help="What it is about, where no indicator says so.")
    ] = "",
    indicator: Annotated[str, typer.Option(metavar="ID", help="It is about this one.")] = "",
    area: Annotated[str, typer.Option(metavar="NAME", help="In this area.")] = "",
    theme: Annotated[str, typer.Option(metavar="TEXT", help="It is about this theme.")] = "",
    reason: ReasonOption = "",
    asked_by: Annotated[
        str, typer.Option("--asked-by", metavar="POST", help="Who asked for it, if somebody else.")
    ] = "",
    committee: CommitteeOption = "",
    minute: MinuteOption = "",
    cause: CauseOption = "",
    remedy: RemedyOption = "",
    overseer: OverseerOption = "",
    back_on_track: TrackOption = "",
    period: PeriodOption = "",
    report: ReportOption = "",
    follows: FollowsOption = "",
    public: PublicOption = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Put something on the list: an indicator, a theme, or in words what is neither."""
    from watchlist.asked import About
    from watchlist.cli import wording
    from watchlist.cli.acting import Actor, perform

    about = About(indicator or None, area or None, theme or None, title or None)
    said = wording.Said(cause, remedy, overseer, back_on_track, period, report, follows, public)
    deeds = wording.adding(reason, asked_by, committee, minute, said)
    perform(Actor(config, who, acting_for, output), None, deeds, about)


@people.command(rich_help_panel=_PANEL)
def say(
    reference: ReferenceArgument,
    cause: CauseOption = "",
    remedy: RemedyOption = "",
    overseer: OverseerOption = "",
    back_on_track: TrackOption = "",
    period: PeriodOption = "",
    report: ReportOption = "",
    follows: FollowsOption = "",
    doubt: Annotated[
        str, typer.Option("--doubt", metavar="TEXT", help="Why its data is not to be relied on.")
    ] = "",
    no_doubt: Annotated[
        bool, typer.Option("--no-doubt", help="Its data can be relied on again.")
    ] = False,
    public: PublicOption = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Say what is behind an entry, what is being done, who oversees it, by when it is well again."""
    from watchlist.cli import wording

    said = wording.Said(cause, remedy, overseer, back_on_track, period, report, follows, public)
    deeds = wording.saying(said, doubt, no_doubt)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def note(
    reference: ReferenceArgument,
    text: TextArgument,
    public: PublicOption = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Note something about an entry."""
    from watchlist.cli import wording
    from watchlist.model.acts import ActKind

    deeds = wording.plainly(ActKind.NOTED, text=text, public=public)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def ack(
    reference: ReferenceArgument,
    text: TextArgument = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Say that you have seen an entry, so that nobody is reminded or told above you."""
    from watchlist.cli import wording
    from watchlist.model.acts import ActKind

    deeds = wording.plainly(ActKind.ACKNOWLEDGED, text=text)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def action(
    reference: ReferenceArgument,
    text: TextArgument = "",
    owner: Annotated[
        str, typer.Option("--owner", metavar="POST", help="Who does it; else the entry's owner.")
    ] = "",
    due: DueOption = "",
    meeting: MeetingOption = None,
    minute: MinuteOption = "",
    done: Annotated[
        int | None, typer.Option("--done", metavar="N", help="Action N is done.")
    ] = None,
    public: PublicOption = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Ask for something to be done by a day or a meeting; or say that it is done."""
    from watchlist.cli import wording

    task = wording.Task("action", text, owner, due, meeting, minute=minute, public=public)
    _perform(config, who, acting_for, output, reference, wording.task(task, done))


@people.command(rich_help_panel=_PANEL)
def request(
    reference: ReferenceArgument,
    text: TextArgument = "",
    of: Annotated[
        str, typer.Option("--of", metavar="POST", help="Who answers; else the entry's owner.")
    ] = "",
    due: DueOption = "",
    meeting: MeetingOption = None,
    minute: MinuteOption = "",
    answered: Annotated[
        int | None, typer.Option("--answered", metavar="N", help="Request N is answered.")
    ] = None,
    report: Annotated[
        str, typer.Option("--report", metavar="URL", help="Where the answer is.")
    ] = "",
    public: PublicOption = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Ask for an answer by a day or a meeting; or give it."""
    from watchlist.cli import wording

    task = wording.Task("request", text, of, due, meeting, "", report, minute, public)
    _perform(config, who, acting_for, output, reference, wording.task(task, answered))


@people.command(rich_help_panel=_PANEL)
def review(
    reference: ReferenceArgument,
    text: TextArgument = "",
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="On that day.")] = "",
    meeting: MeetingOption = None,
    after: Annotated[
        str,
        typer.Option(
            "--after", metavar="TEXT", help='Once something happened: "the report is out".'
        ),
    ] = "",
    minute: MinuteOption = "",
    done: Annotated[
        int | None, typer.Option("--done", metavar="N", help="Review N was held.")
    ] = None,
    public: PublicOption = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Have an entry looked at again on a day, at a meeting or after an event; or say that it was."""
    from watchlist.cli import wording

    task = wording.Task("review", text, "", on, meeting, after, minute=minute, public=public)
    _perform(config, who, acting_for, output, reference, wording.task(task, done))


PostArgument = Annotated[str, typer.Argument(metavar="POST", help="A post of the configuration.")]


@people.command(rich_help_panel=_PANEL)
def reassign(
    reference: ReferenceArgument,
    post: PostArgument,
    reason: ReasonOption = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Give an entry to another post, which owns it from now on."""
    from watchlist.cli import wording
    from watchlist.model.acts import ActKind

    deeds = wording.plainly(ActKind.REASSIGNED, text=reason, post=post)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def escalate(
    reference: ReferenceArgument,
    post: PostArgument,
    reason: ReasonOption = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Bring an entry to a post that must know of it."""
    from watchlist.cli import wording
    from watchlist.model.acts import ActKind

    deeds = wording.plainly(ActKind.ESCALATED, text=reason, post=post)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def mute(
    reference: ReferenceArgument,
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="The last day of it.")] = "",
    reason: ReasonOption = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Hold news of an entry back until a day, for a reason; then it comes out together."""
    from watchlist.cli import wording

    deeds = wording.muting(until, reason)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def unmute(
    reference: ReferenceArgument,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Let news of an entry out again."""
    from watchlist.cli import wording
    from watchlist.model.acts import ActKind

    deeds = wording.plainly(ActKind.UNMUTED)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def remove(
    reference: ReferenceArgument,
    reason: ReasonOption = "",
    agree: Annotated[
        bool, typer.Option("--agree", help="The committee agreed to removal.")
    ] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="The committee keeps it.")] = False,
    minute: MinuteOption = "",
    committee: CommitteeOption = "",
    people_too: Annotated[
        bool, typer.Option("--people-too", help="Whoever else holds it lets go of it as well.")
    ] = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Propose that an entry leaves the list; or say what the committee decided."""
    from watchlist.cli import wording

    deeds = wording.removing(reason, minute, committee, agree, refuse, people_too)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command(rich_help_panel=_PANEL)
def hold(
    reference: ReferenceArgument,
    committee: CommitteeOption = "",
    reason: ReasonOption = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Hold an entry on the list, whatever its figures do: for yourself or for a committee."""
    from watchlist.cli import wording
    from watchlist.model.acts import ActKind

    deeds = wording.plainly(ActKind.HOLDS, text=reason, committee=committee or None)
    _perform(config, who, acting_for, output, reference, deeds)


@people.command("let-go", rich_help_panel=_PANEL)
def let_go(
    reference: ReferenceArgument,
    committee: CommitteeOption = "",
    reason: ReasonOption = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Let go of an entry that you or a committee held; it leaves when nobody holds it."""
    from watchlist.cli import wording
    from watchlist.model.acts import ActKind

    deeds = wording.plainly(ActKind.LET_GO, text=reason, committee=committee or None)
    _perform(config, who, acting_for, output, reference, deeds)


def _perform(
    config: Path, who: str, acting_for: str, output: Format, reference: str, deeds: Deeds
) -> None:
    from watchlist.cli.acting import Actor, perform

    perform(Actor(config, who, acting_for, output), reference, deeds)


@people.command(rich_help_panel=_PANEL)
def publish(
    file: Annotated[
        Path | None,
        typer.Option("--to-file", metavar="FILE", help="Publish: a .html, .json or .txt file."),
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="In a pre-election period too.")] = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """What the public may see of the list, small numbers withheld; with a file, publish it."""
    from watchlist.cli.publishing import publish_list

    publish_list(config, file, who, acting_for, output, anyway=anyway)


@people.command(rich_help_panel=_PANEL)
def digest(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help='A committee; or "owner POST", "tag TAG", "everything".'
        ),
    ],
    when: Annotated[
        str, typer.Option(metavar="WHEN", help='"before each meeting", weekly, monthly …')
    ] = "",
    part: Annotated[
        str, typer.Option(metavar="PART", help="For members; or public, or exempt: of a paper.")
    ] = "members",
    since: Annotated[
        str, typer.Option(metavar="DAY", help="What is new since then; else since the last one.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--to-file", metavar="FILE", help=".html, .docx, .pdf, .txt or .json."),
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="Let the drafted one go, confirmed.")
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Send one now, out of its turn.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="The public part in a pre-election period too.")
    ] = False,
    who: AsOption = "",
    acting_for: ForOption = "",
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """What a committee, an owner or a subscriber will read: shown, written, released, sent."""
    from watchlist.cli.digest import Asked
    from watchlist.cli.digest import digest as act

    asked = Asked(name, when, part, since, file, release, send, anyway)
    act(config, asked, who, acting_for, output)
