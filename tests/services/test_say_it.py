"""Help me say it: every guide for one's own side, and nothing kept."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Role
from app.services.repairing.say_it import say_it
from tests.conftest import COORDINATOR, participant

MIA, CARL = participant("mia"), participant("carl")


def test_each_side_is_helped_in_its_own_voice(session: Session) -> None:
    mine = {one.key: one.guide.said for one in say_it(session, MIA, "m-bad").subjects}
    his = {one.key: one.guide.said for one in say_it(session, CARL, "m-bad").subjects}
    assert mine["mentor_availability"] == "Carl Mentor is hard to get hold of"
    assert his["mentor_availability"] == "I have too little time for this"


def test_the_message_opens_in_ones_own_mail_program(session: Session) -> None:
    found = {one.key: one for one in say_it(session, MIA, "m-bad").subjects}
    link = urlsplit(found["silence"].mailto)
    assert (link.scheme, unquote(link.path)) == ("mailto", "carl@example.org")
    [body] = parse_qs(link.query)["body"]
    assert body.replace("\r\n", "\n") == found["silence"].body
    assert body.endswith("Mia Mentee")


@pytest.mark.parametrize("key", ["trust_respect", "safety"])
def test_what_one_may_be_afraid_to_say_goes_to_the_coordinators(session: Session, key: str) -> None:
    found = {one.key: one for one in say_it(session, MIA, "m-bad").subjects}
    assert found[key].to_coordinators
    assert "carl@" not in found[key].mailto
    assert found[key].addresses == ("kim@example.org",)


def test_a_first_meeting_is_a_subject_only_before_there_was_one(session: Session) -> None:
    assert "no_first_meeting" not in {one.key for one in say_it(session, MIA, "m-bad").subjects}
    zoe = say_it(session, participant("zoe"), "m-new").subjects
    assert "no_first_meeting" in {one.key for one in zoe}


def test_a_reverse_mentorship_is_worded_as_such(session: Session) -> None:
    zoe = say_it(session, participant("zoe"), "m-new").subjects
    assert "You are the one who learns here" in zoe[0].kind_words


@pytest.mark.parametrize(
    "actor", [participant("ned"), COORDINATOR, Actor(1, None, frozenset({Role.ADMINISTRATOR}))]
)
def test_nobody_else_is_helped_in_it(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFound):
        say_it(session, actor, "m-bad")
