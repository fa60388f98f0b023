"""Who may subscribe whom, what becomes of it, and what two at once do to each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.council import CHILDREN, Council, asked, reading
from watchlist.app import App
from watchlist.deliver.links import Followed, Intent
from watchlist.model.errors import UsageError
from watchlist.model.people import Post
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When
from watchlist.register import subscribing as become
from watchlist.rounds import deliver_round
from watchlist.store.results import SubscriptionDeed
from watchlist.subscriber import By
from watchlist.subscribing import (
    Standing,
    Wish,
    change,
    confirm,
    follow,
    pause,
    resume,
    subscribe,
    unsubscribe,
)

NOW = datetime(2014, 2, 4, 9, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[App]:
    """The council on each kind of database in turn."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("emptied_postgres_url")
    with Council.founded(tmp_path, str(url)).opens() as opened:
        yield opened


@pytest.fixture
def small(tmp_path: Path) -> Iterator[App]:
    with Council.founded(tmp_path).opens() as opened:
        yield opened


def subscribed(
    app: App, who: str, post: str | None = None, topic: Topic = CHILDREN, **wish: object
) -> Subscription:
    wanted = Wish(topic, **wish)  # type: ignore[arg-type]
    return subscribe(app.store, app.setting, wanted, By(who, post), app.clock(), app.channels)


def test_a_subscriber_gone_while_a_digest_is_made_is_not_half_there(app: App) -> None:
    """Whoever makes a digest sees its readers as they are at one moment; the click waits for that, is
    done after it, and the next digest is without him."""
    one = reading(app)
    seen: list[int] = []
    clicked: list[Standing] = []

    def clicks() -> None:
        link = Followed(one.id, "p1")
        found = follow(app.store, app.setting, Intent.UNSUBSCRIBE, link, app.clock())
        clicked.extend([found[1]] if found else [])

    thread = threading.Thread(target=clicks)
    with app.store.begin(app.clock()) as tx:
        seen.append(len(tx.subscriptions(name=one.name)))
        thread.start()
        thread.join(0.5)
        assert clicked == []
        seen.append(len(tx.subscriptions(name=one.name)))
    thread.join(30)
    assert (seen, clicked) == ([1, 1], [Standing.DONE])
    assert app.store.subscriptions(name=one.name) == []


def test_many_clicks_at_once_are_one(app: App) -> None:
    """A mail program that is in doubt asks again and again: one of them does it."""
    one = reading(app)
    link = Followed(one.id, "p1")
    threads = [
        threading.Thread(
            target=follow, args=(app.store, app.setting, Intent.UNSUBSCRIBE, link, app.clock())
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    log = [said.deed for said in app.store.subscription_log(one.id)]
    assert log.count(SubscriptionDeed.ENDED) == 1


def test_a_subscription_lives_by_commands(app: App) -> None:
    """Asked for, confirmed, changed, paused, resumed, ended: each once in its log, by whom and for
    which post."""
    store, setting, by, now = app.store, app.setting, By("p1"), app.clock()
    id = asked(app).id
    confirm(store, setting, id, by, now)
    change(store, setting, id, By("p2"), now, When.MONTHLY, None, app.channels)
    pause(store, setting, id, by, now, date(2014, 3, 1))
    resume(store, setting, id, by, now)
    unsubscribe(store, setting, id, By("p3"), now)
    log = [
        (said.deed, said.who, said.acting_for, said.detail) for said in store.subscription_log(id)
    ]
    assert log == [
        (SubscriptionDeed.ASKED, "p1", "chair", ""),
        (SubscriptionDeed.CONFIRMED, "p1", "chair", ""),
        (SubscriptionDeed.CHANGED, "p2", "clerk", "monthly"),
        (SubscriptionDeed.PAUSED, "p1", "chair", "until 2014-03-01"),
        (SubscriptionDeed.RESUMED, "p1", "chair", ""),
        (SubscriptionDeed.ENDED, "p3", "keeper", ""),
    ]


def test_what_is_done_already_is_not_written_down_again(small: App) -> None:
    """Confirmed twice, resumed without a pause, ended twice: nothing happens and nobody is blamed."""
    one, by, now = reading(small), By("p1"), small.clock()
    for _ in range(2):
        confirm(small.store, small.setting, one.id, by, now)
        resume(small.store, small.setting, one.id, by, now)
    for _ in range(2):
        unsubscribe(small.store, small.setting, one.id, by, now)
    assert len(small.store.subscription_log(one.id)) == 3


def test_a_digest_that_is_read_is_not_asked_for_twice(small: App) -> None:
    """Asked for again while unconfirmed, the message goes again; once confirmed, nothing does."""
    first = asked(small)
    assert asked(small).id == first.id
    confirm(small.store, small.setting, first.id, By("p1"), small.clock())
    assert asked(small).state is SubscriptionState.ACTIVE
    sent = small.store.deliveries()
    assert [one.headline for one in sent] == [
        "Please confirm: the digest of Children, before each meeting"
    ] * 2


def test_two_digests_are_confirmed_by_one_message(small: App) -> None:
    """What waits for one reader is one message, with a link for each."""
    subscribed(small, "p1")
    subscribed(small, "p1", topic=Topic())
    deliver_round(small)
    (one,) = small.store.deliveries()
    assert one.headline.endswith("before each meeting, and 1 more")


def test_what_was_ended_before_the_message_went_needs_none(small: App) -> None:
    """The notice is silenced, for a stated reason."""
    one = subscribed(small, "p1")
    unsubscribe(small.store, small.setting, one.id, By("p1"), small.clock())
    assert deliver_round(small).composed.silenced == 1
    assert small.store.deliveries() == []


def test_a_clerk_subscribes_the_members_who_confirm_themselves(small: App) -> None:
    """The message goes to the members' address; neither clerk nor officer confirms for them."""
    one = subscribed(small, "p2", "member")
    deliver_round(small)
    (letter,) = small.store.deliveries()
    assert letter.address == "members@village.example"
    for who in ("p2", "p3"):
        with pytest.raises(UsageError, match="only its reader confirms"):
            confirm(small.store, small.setting, one.id, By(who), small.clock())
    link = Followed(one.id, "")
    assert follow(small.store, small.setting, Intent.CONFIRM, link, small.clock())
    (said,) = small.store.subscription_log(one.id)[1:]
    assert (said.who, said.detail) == (None, "by the link")


def test_the_message_goes_to_the_reader_and_not_to_a_shared_channel(tmp_path: Path) -> None:
    """A digest may come to a channel that many read; whether it is wanted, its reader is asked by
    mail."""
    council = Council.founded(tmp_path)
    teams = "  teams: {kind: teams, webhook_url: https://a.logic.azure.com/workflows/x}\n"
    text = council.config.read_text().replace("channels:\n", f"channels:\n{teams}")
    council.config.write_text(text)
    with council.opens() as app:
        one = subscribed(app, "p1", channel="teams")
        deliver_round(app)
        (letter,) = app.store.deliveries()
    assert (one.channel, letter.channel, letter.address) == (
        "teams", "mailbox", "chair@village.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "post", "topic", "sentence"),
    [
        ("p4", None, CHILDREN, "no post of p4 may read digests"),
        ("p4", "chair", CHILDREN, "only an officer or a clerk"),
        ("p1", "clerk", CHILDREN, "only an officer or a clerk"),
        ("p3", "visitor", CHILDREN, "only an officer or a clerk"),
        ("p3", "chiar", CHILDREN, 'there is no post "chiar"; did you mean "chair"'),
        ("p9", None, CHILDREN, 'there is no person "p9"'),
        ("p1", None, Topic(committee="childern"), 'no committee "childern"; did you mean'),
        ("p1", None, Topic(owner="nobody"), 'there is no post "nobody"'),
        ("p1", None, Topic(tag="eduction"), 'there is no tag "eduction"; did you mean "education"'),
    ],
)  # fmt: skip
def test_what_may_not_be_is_refused_with_a_sentence(
    small: App, who: str, post: str | None, topic: Topic, sentence: str
) -> None:
    """A post without a role, somebody else's, and names that nobody knows."""
    with pytest.raises(UsageError) as refused:
        subscribed(small, who, post, topic)
    assert sentence in str(refused.value)
    assert small.store.subscriptions() == []


def test_only_a_committee_meets(small: App) -> None:
    """What is no committee's comes weekly where nothing is said, and never before a meeting."""
    assert subscribed(small, "p1", topic=Topic()).when is When.WEEKLY
    with pytest.raises(UsageError, match="only a committee meets"):
        subscribed(small, "p1", topic=Topic(), when=When.MEETING)
    with pytest.raises(UsageError, match="there is no channel"):
        subscribed(small, "p1", channel="pigeon")


def test_two_that_are_the_same_are_refused(small: App) -> None:
    """A change that would make one of two the same as the other names it."""
    meeting, weekly = reading(small), reading(small, when=When.WEEKLY)
    with pytest.raises(UsageError, match=f"{meeting.id} is the same already"):
        change(
            small.store, small.setting, weekly.id, By("p1"), small.clock(), When.MEETING, None,
            small.channels,
        )  # fmt: skip


def test_a_subscription_belongs_to_the_post(small: App) -> None:
    """Whoever is chair today sees to it; who was chair does not."""
    one = reading(small)
    posts = {**small.setting.directory.posts}
    posts["chair"] = Post("chair", "Chair", (replace(posts["chair"].held_by[0], person="p5"),))
    later = replace(small.setting, directory=replace(small.setting.directory, posts=posts))
    with pytest.raises(UsageError, match="p1 neither holds"):
        pause(small.store, later, one.id, By("p1"), small.clock(), None)
    paused = pause(small.store, later, one.id, By("p5"), small.clock(), None)
    assert paused.state is SubscriptionState.PAUSED


_DEEDS = st.lists(
    st.sampled_from(["confirm", "pause", "pause until", "resume", "change", "end"]), max_size=12
)


@given(_DEEDS)
def test_nothing_is_sent_before_it_is_confirmed_or_after_its_end(deeds: list[str]) -> None:
    """Whatever is done in whatever order: it is read only when it was confirmed, from then on, and
    never again once it has ended."""
    one = Subscription("a", "chair", CHILDREN, When.WEEKLY, "mailbox", SubscriptionState.ASKED, NOW)
    confirmed = over = False
    for n, deed in enumerate(deeds, 1):
        now = NOW + timedelta(days=n)
        before = one
        try:
            one = _done(one, deed, now)
        except UsageError:
            assert one == before
        else:
            confirmed = confirmed or (deed == "confirm" and not over)
            over = over or deed == "end"
        reads = one.reads(now.date())
        assert not reads or (confirmed and not over)
        assert one.state is SubscriptionState.ENDED or not over
        if one.state is SubscriptionState.ACTIVE:
            assert one.reads_since is not None
            assert NOW < one.reads_since <= now


def _done(one: Subscription, deed: str, now: datetime) -> Subscription:
    match deed:
        case "confirm":
            return become.confirmed(one, now)
        case "pause":
            return become.paused(one, None, now.date())
        case "pause until":
            return become.paused(one, now.date() + timedelta(days=1), now.date())
        case "resume":
            return become.resumed(one, now)
        case "change":
            return become.changed(one, When.MONTHLY, "email")
    return become.ended(one)
