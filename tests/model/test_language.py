"""English, however broken, is known; other languages are told apart only where that is sure."""

from __future__ import annotations

import pytest

from model.language import is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "Er hat wieder abgesagt, das dritte Mal in Folge.",
        "Elle ne m'écoute pas, elle parle toujours d'elle-même.",
        "Ya no quiero seguir con estas reuniones.",
        "Мне это не нужно, и я не понимаю, зачем меня записали.",
        "無理です。もう会いたくない。",
        "Üç ayda bir slayt bile bitiremedik.",
    ],
)
def test_a_sentence_in_another_language_is_foreign(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "He cancelled again.",
        "ok",
        "👍",
        "thx!!",
        "Sir is explain very good but time is not have.",
        "",
        "1234",
        "pls reschedule mtg tmrw, cant make it",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_not(text: str) -> None:
    assert not is_foreign(text)
