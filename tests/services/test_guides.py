"""The guides: complete for every trouble, right for every kind, and blaming nobody."""

from __future__ import annotations

import itertools

import pytest

from app.errors import NotFound
from app.services.repairing import guides
from app.services.repairing.guides import TROUBLES, Names
from model.health import SIGNALS

NAMES = Names("Mia Mentee", "Carl Mentor")
READERS = ("mentee", "mentor", "coordinator")
# What says nothing of the kind of trouble: a general tone, and figures.
TELLS_NOTHING = {"overall", "wording", "ratings", "rating_trend"}


@pytest.mark.parametrize(("trouble", "reader"), [*itertools.product(TROUBLES, READERS)])
@pytest.mark.usefixtures("session")
def test_a_guide_has_all_five_parts_and_no_place_left_open(trouble: str, reader: str) -> None:
    guide = guides.guide(trouble, reader, NAMES)  # type: ignore[arg-type]
    assert guide.often and guide.opening and guide.ask and guide.agree and guide.stop
    assert "%" not in str(guide)
    assert bool(guide.said and guide.mail) == (reader != "coordinator")


@pytest.mark.parametrize("side", ["mentee", "mentor"])
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.usefixtures("session")
def test_a_message_to_the_other_is_signed_and_addressed(trouble: str, side: str) -> None:
    mail = guides.guide(trouble, side, NAMES).mail  # type: ignore[arg-type]
    me, other = (NAMES.mentee, NAMES.mentor) if side == "mentee" else (NAMES.mentor, NAMES.mentee)
    assert mail.endswith(me)
    assert mail.startswith("Hello,\n" if guides.get(trouble).apart else f"Hello {other},")


@pytest.mark.usefixtures("session")
def test_guides_for_the_two_speak_of_a_name_and_of_no_role() -> None:
    for trouble, side in itertools.product(TROUBLES, ("mentee", "mentor")):
        words = str(guides.guide(trouble, side, NAMES)).casefold()  # type: ignore[arg-type]
        for role in ("your mentor ", "your mentee ", "my mentor ", "my mentee "):
            assert role not in words, (trouble, side)


def test_every_signal_that_names_a_trouble_has_a_guide() -> None:
    without = {one for one in SIGNALS if guides.of_reasons((), (one,)) == "unclear"}
    assert without == TELLS_NOTHING


def test_words_that_a_human_must_read_come_before_any_signal() -> None:
    assert guides.of_reasons(("safeguarding", "at_risk"), ("chemistry",)) == "safety"


def test_a_signal_comes_before_the_silence_that_it_may_explain() -> None:
    assert guides.of_reasons(("silent",), ("wording", "listening")) == "listening"
    assert guides.of_reasons(("silent",), ()) == "silence"
    assert guides.of_reasons(("no_first_meeting",), ()) == "no_first_meeting"


def test_where_one_may_be_afraid_there_is_no_rung_that_puts_the_two_together() -> None:
    apart = {key for key, one in TROUBLES.items() if one.apart}
    assert apart == {"trust_respect", "safety"}
    for key in apart:
        assert not {"joint_talk", "message", "raise"} & set(TROUBLES[key].ladder)


@pytest.mark.usefixtures("session")
def test_a_reverse_mentorship_is_told_what_rank_does() -> None:
    said = guides.kind_words("reverse", "coordinator", NAMES)
    assert "Carl Mentor may say less than there is to say" in said
    assert guides.kind_words("traditional", "coordinator", NAMES) == ""


@pytest.mark.parametrize("side", ["mentee", "mentor"])
@pytest.mark.usefixtures("session")
def test_a_draft_names_no_trouble_that_only_one_side_may_have_written(side: str) -> None:
    for key, one in TROUBLES.items():
        for rung in one.ladder:
            draft = guides.draft(key, rung, side, NAMES, "Kim").casefold()  # type: ignore[arg-type]
            assert draft.endswith("kim")
            for word in ("flag", "risk", "complain", "trust", "respect", "wrote that", "told me"):
                assert word not in draft, (key, rung)


@pytest.mark.usefixtures("session")
def test_a_guide_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        guides.get("boredom")
