"""What must reach a human at once, whatever the risk.

This is a path of its own: it does not touch the risk, and the risk does not touch it.
"""

from __future__ import annotations

from model.reading import NoteReading

# What a concern can be about, as labelled in the corpus.
CONCERNS: tuple[str, ...] = (
    "harassment",
    "discrimination",
    "threat",
    "self_harm",
    "retaliation",
    "abuse_of_power",
)


def worrying(reading: NoteReading, threshold: float) -> list[str]:
    """The sentences of a note that a human must see, verbatim, most worrying first.

    ``threshold`` is in log-odds, as :attr:`~model.reading.SentenceReading.concern`.
    """
    found = [sentence for sentence in reading.sentences if sentence.concern >= threshold]
    found.sort(key=lambda sentence: -sentence.concern)
    return [sentence.text for sentence in found]
