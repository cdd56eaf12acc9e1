"""Speed and memory of scoring and matching, each as a ratio or a growth measured in one run.

Seconds depend on the machine, so none of them is a bound: a bound is a ratio to something that
was measured beside it.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from model.artifact import current_release, load_release
from model.embedding import MemoryCache, weights_folder
from model.health import HealthModel
from model.history import History, history_as_of
from model.programme import Meeting
from model.reading import Note
from training.corpus import DAY_ZERO, Corpus, load, programme_of
from training.match_bench import at_least, at_most, measured, seconds, show
from training.train import ARTIFACTS

PROGRAMME = 10_000
NOTES = 1_000
ROUNDS = 3
# Bounds of the ratios below.
EMBEDDING, RESCORING, ONE_NOTE_MS, MEMORY = 2.0, 50.0, 50.0, 1.1
_SEED = 11


def made_up(corpus: Corpus, count: int) -> Iterator[History]:
    """Histories of the corpus again and again, every note made unlike all others by a number."""
    programme = programme_of(corpus)
    pairs = [*corpus.pairs]
    random.Random(_SEED).shuffle(pairs)
    for number in range(count):
        pair = pairs[number % len(pairs)]
        history = history_as_of(programme, pair.pair, DAY_ZERO + timedelta(days=pair.until_day))
        yield replace(
            history,
            mentorship_id=f"m-{number}",
            meetings=tuple(_numbered(meeting, number) for meeting in history.meetings),
        )


def _numbered(meeting: Meeting, number: int) -> Meeting:
    def text(feedback: str) -> str:
        return f"{feedback} {number}" if feedback else feedback

    return replace(
        meeting,
        meeting_id=f"{meeting.meeting_id}-{number}",
        mentee_feedback=text(meeting.mentee_feedback),
        mentor_feedback=text(meeting.mentor_feedback),
    )


def embedding(health: Callable[[], HealthModel], corpus: Corpus) -> float:
    """How many times as fast notes are read as plain encoding embeds them."""
    from sentence_transformers import SentenceTransformer

    texts = [note.text for note in corpus.notes]
    random.Random(_SEED).shuffle(texts)
    # A twentieth are sent twice, as "ok" and "thanks" are in life.
    texts = texts[:NOTES] + texts[: NOTES // 20]
    notes = [Note(str(at), "mentee", text) for at, text in enumerate(texts)]
    plain = SentenceTransformer(str(weights_folder()), device="cpu", local_files_only=True)
    plain.encode(texts[:50])
    health().reader.read(notes[:50])
    ratios: list[float] = []
    for _ in range(ROUNDS):
        reader = health().reader
        reader.read(notes[:1])
        theirs = seconds(lambda: plain.encode(texts, show_progress_bar=False))
        ours = seconds(lambda reader=reader: reader.read(notes))  # type: ignore[misc]
        ratios.append(theirs / ours)
        print(f"  plain {len(texts) / theirs:.0f} a second, here {len(texts) / ours:.0f}")
    return median(ratios)


def rescoring(health: HealthModel, histories: Sequence[History]) -> tuple[float, float]:
    """How many times as fast cached notes are scored as new ones; and the warm seconds."""
    cold = seconds(lambda: health.assess(histories))
    warm = min(seconds(lambda: health.assess(histories)) for _ in range(ROUNDS))
    print(f"  cold {cold:.1f} s, warm {warm:.1f} s for {len(histories)} mentorships")
    return cold / warm, warm


def one_note(health: HealthModel, histories: Sequence[History]) -> float:
    """Milliseconds to score a mentorship with one new note, beyond reading that note."""
    spent: list[float] = []
    for number, history in enumerate(histories[:50]):
        *earlier, last = history.meetings
        text = f"He was late, and we never got to my list. {number}"
        new = replace(history, meetings=(*earlier, replace(last, mentee_feedback=text)))
        alone = [Note(f"alone-{number}", "mentee", f"{text} alone")]
        reading = seconds(lambda alone=alone: health.reader.read(alone))  # type: ignore[misc]
        scoring = seconds(lambda new=new: health.assess([new]))  # type: ignore[misc]
        spent.append(1000.0 * (scoring - reading))
    return median(spent)


def peak(count: int) -> float:
    """Megabytes at most in use by a process that scores ``count`` mentorships, none cached."""
    code = f"from training.bench import score_and_tell; score_and_tell({count})"
    root = Path(__file__).resolve().parent.parent
    ran = subprocess.run(  # noqa: S603 (the command is made here)
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
    )
    return float(ran.stdout.split()[-1])


def score_and_tell(count: int) -> None:
    """Score without a cache, one batch after the other, and print the peak in megabytes."""
    import resource

    health = load_release(current_release(ARTIFACTS)).health
    corpus = load()
    flagged = sum(one.flagged for one in health.each(made_up(corpus, count)))
    print(flagged, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0)


def main() -> None:
    """Measure, print, and say which bound is missed."""
    corpus = load()
    folder = current_release(ARTIFACTS)
    faster = embedding(lambda: load_release(folder).health, corpus)
    health = load_release(folder, MemoryCache()).health
    histories = [*made_up(corpus, PROGRAMME)]
    ratio, _ = rescoring(health, histories)
    extra = one_note(health, histories)
    small, large = peak(512), peak(2048)
    rows = [
        at_least("notes read, times as fast as plain encoding", faster, EMBEDDING),
        at_least("cached notes scored, times as fast as new ones", ratio, RESCORING),
        at_most("one new note beyond its own reading, ms", extra, ONE_NOTE_MS),
        at_most("peak memory of 2,048 mentorships against 512", large / small, MEMORY),
    ]
    show([*rows, *measured()])


if __name__ == "__main__":
    main()
