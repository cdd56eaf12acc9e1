"""Feedback → sentences → what each says of the relationship.

Three questions are asked of a sentence. Does it speak of this relationship, and if so well or
badly? Which signal is it about? And in which pairs, those that work or those that fail, are
sentences of such wording written, whatever they speak of?

Meaning and words are both heard. By meaning a sentence is read in its note: the classifier sees
the vector of the sentence beside that of the whole note and who wrote it. Words alone miss
paraphrase, but they hear what an embedding blurs: "not yet", "still", "since March", "he did".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from model import sentences
from model.embedding import TextEmbedder
from model.programme import Side
from model.sentences import Sentence

# The signals that words can carry, in the order of the arrays below.
WORD_SIGNALS: tuple[str, ...] = (
    "mentor_availability",
    "expertise_fit",
    "goal_progress",
    "listening",
    "trust_respect",
    "one_sidedness",
    "chemistry",
    "mentee_engagement",
    "overall",
)
# What a sentence does: speak badly of the relationship, well of it, or of something else.
DIRECTIONS: tuple[str, ...] = ("bad", "elsewhere", "good")


@dataclass(frozen=True, slots=True)
class Note:
    """What one side wrote about one meeting."""

    meeting_id: str
    author: Side
    text: str


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What one sentence says of the relationship.

    Attributes
    ----------
    text : str
        The sentence, verbatim.
    bad, good : float
        Probabilities that it speaks badly or well of the relationship; what is missing to 1
        is the probability that it speaks of something else.
    signals : ndarray of shape (9,)
        How the sentence divides over :data:`WORD_SIGNALS`; sums to 1.
    leaning : float
        Log-odds that a sentence so worded was written in a pair that fails; 0 tells nothing.
    """

    text: str
    bad: float
    good: float
    signals: NDArray[np.float64]
    leaning: float

    @property
    def salience(self) -> float:
        """The probability that the sentence speaks of the relationship at all."""
        return self.bad + self.good

    @property
    def signal(self) -> str:
        """The signal that the sentence is most likely about."""
        return WORD_SIGNALS[int(self.signals.argmax())]


@dataclass(frozen=True, slots=True)
class NoteReading:
    """A note with its sentences read."""

    note: Note
    sentences: tuple[SentenceReading, ...]


@dataclass(frozen=True, slots=True)
class PreparedNote:
    """A note, its sentences, and what the classifiers see of them.

    Attributes
    ----------
    rows : ndarray of shape (len(sentences), 770)
        The vector of the sentence (384), that of the whole note (384), and two switches for
        who wrote it.
    """

    note: Note
    sentences: tuple[Sentence, ...]
    rows: NDArray[np.float32]


def prepare(notes: Sequence[Note], embedder: TextEmbedder) -> list[PreparedNote]:
    """Split and embed ``notes``, in one go for all of them."""
    split = [tuple(sentences.split(note.text)) for note in notes]
    texts = [note.text for note in notes]
    texts.extend(part.text for parts in split for part in parts)
    vectors = embedder.encode(texts)
    prepared: list[PreparedNote] = []
    begin = len(notes)
    for place, (note, parts) in enumerate(zip(notes, split, strict=True)):
        author = np.array([note.author == "mentee", note.author == "mentor"], dtype=np.float32)
        context = np.concatenate([vectors[place], author])
        own = vectors[begin : begin + len(parts)]
        rows = np.hstack([own, np.tile(context, (len(parts), 1))])
        prepared.append(PreparedNote(note, parts, rows))
        begin += len(parts)
    return prepared


class Reader:
    """Reads notes with four fitted classifiers.

    Parameters
    ----------
    direction : LogisticRegression
        Rows of :class:`PreparedNote` → :data:`DIRECTIONS`, by meaning.
    direction_words : Pipeline
        Sentences → :data:`DIRECTIONS`, by words.
    signal : LogisticRegression
        Rows → :data:`WORD_SIGNALS`, by meaning.
    leaning : Pipeline
        Sentences → whether they stand in a pair that fails, by words.
    """

    def __init__(
        self,
        direction: LogisticRegression,
        direction_words: Pipeline,
        signal: LogisticRegression,
        leaning: Pipeline,
    ) -> None:
        self.direction = direction
        self.direction_words = direction_words
        self.signal = signal
        self.leaning = leaning

    def read(self, prepared: Sequence[PreparedNote]) -> list[NoteReading]:
        """Each note with its sentences read, in the order given."""
        read = iter(self._read_sentences(prepared))
        return [NoteReading(one.note, tuple(next(read) for _ in one.sentences)) for one in prepared]

    def _read_sentences(self, prepared: Sequence[PreparedNote]) -> list[SentenceReading]:
        texts = [sentence.text for one in prepared for sentence in one.sentences]
        if not texts:
            return []
        rows = np.vstack([one.rows for one in prepared])
        directions = self._directions(rows, texts)
        signals = _in_order(self.signal, self.signal.predict_proba(rows), WORD_SIGNALS)
        leanings = self.leaning.decision_function(texts)
        bad, good = DIRECTIONS.index("bad"), DIRECTIONS.index("good")
        return [
            SentenceReading(
                text,
                bad=float(directions[at, bad]),
                good=float(directions[at, good]),
                signals=signals[at],
                leaning=float(leanings[at]),
            )
            for at, text in enumerate(texts)
        ]

    def _directions(self, rows: NDArray[np.float32], texts: list[str]) -> NDArray[np.float64]:
        """The geometric mean of both opinions: where one is sure of a no, it is a no."""
        by_meaning = _in_order(self.direction, self.direction.predict_proba(rows), DIRECTIONS)
        by_words = _in_order(
            self.direction_words, self.direction_words.predict_proba(texts), DIRECTIONS
        )
        product = np.sqrt(by_meaning * by_words)
        return np.asarray(product / product.sum(axis=1, keepdims=True))


def _in_order(
    classifier: LogisticRegression | Pipeline,
    probabilities: NDArray[np.float64],
    names: Sequence[str],
) -> NDArray[np.float64]:
    """Probabilities of shape (rows, names); a class that training never saw gets 0."""
    columns = {name: place for place, name in enumerate(classifier.classes_)}
    ordered = np.zeros((len(probabilities), len(names)))
    for place, name in enumerate(names):
        if name in columns:
            ordered[:, place] = probabilities[:, columns[name]]
    return ordered
