"""Sentences are verbatim, in order, and no word of a text gets lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.sentences import split

_PIECES = [
    "He", "listened", "no", "e.g.", "Dr.", "etc.", "…", "...", ".", "!", "?!", "。", " ", "  ",
    "\n", "\r\n", "\t", '"', "”", ")", "(", ",", ";", "👍", "👩🏽‍🏫", "ä", "無理", "3.5", "i", "B.",
    "<b>", "x" * 350, "a, " * 120, "\x07", "\u2028",
]  # fmt: skip
notes = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=400)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@given(notes)
def test_every_sentence_is_a_verbatim_slice_at_its_place(text: str) -> None:
    for one in split(text):
        assert text[one.start : one.start + len(one.text)] == one.text


@given(notes)
def test_sentences_come_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for one in split(text):
        assert one.start >= end
        end = one.start + len(one.text)


@given(notes)
def test_no_letter_digit_or_emoji_gets_lost(text: str) -> None:
    def telling(part: str) -> list[str]:
        return [sign for sign in part if sign.isalnum() or ord(sign) > 0x1F000]

    assert telling("".join(texts(text))) == telling(text)


@given(notes)
def test_no_sentence_is_blank_or_has_white_space_around_it(text: str) -> None:
    for one in texts(text):
        assert one == one.strip() != ""


@given(notes)
def test_no_sentence_is_too_long_to_be_read(text: str) -> None:
    assert all(len(one) <= 320 for one in texts(text))


@given(notes)
def test_a_line_break_always_ends_a_sentence(text: str) -> None:
    assert not any("\n" in one or "\r" in one for one in texts(text))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He listened. She did not.", ["He listened.", "She did not."]),
        ("Really?! Yes!", ["Really?!", "Yes!"]),
        ('He said "no time." Then he left.', ['He said "no time."', "Then he left."]),
        ("We spoke of Dr. Khan and e.g. Paris. Good.", ["We spoke of Dr. Khan and e.g. Paris.", "Good."]),
        ("It cost 3.5 hours... too long. Never again.", ["It cost 3.5 hours... too long.", "Never again."]),
        ("ok so. he came. we met", ["ok so.", "he came.", "we met"]),
        ("- one\n- two\r\n\r\nthree", ["- one", "- two", "three"]),
        ("無理です。終わり。", ["無理です。", "終わり。"]),
        ("Good 👍", ["Good 👍"]),
        ("👍", ["👍"]),
        ("", []),
        ("   \n\t ", []),
        ("... !!! --- ?", []),
    ],
)  # fmt: skip
def test_sentences_are_found_as_a_reader_would(text: str, sentences: list[str]) -> None:
    assert texts(text) == sentences


@pytest.mark.parametrize(
    "text",
    ["." * 20_000, "a. " * 6_666, "X a. " * 4_000, '."' * 10_000, "." * 10_000 + '"' * 10_000,
     "Hi " + "x... " * 3_999, "x" * 20_000, " " * 20_000, "。" * 20_000],
    ids=["stops", "abbreviations", "capitals", "quotes", "stops then quotes", "ellipses",
         "one word", "spaces", "ideographic"],
)  # fmt: skip
def test_20_000_odd_characters_are_split_without_growing_with_their_square(text: str) -> None:
    # Nothing is timed: with a quadratic pattern this file takes minutes, which is seen at once.
    assert all(one.text in text for one in split(text))
