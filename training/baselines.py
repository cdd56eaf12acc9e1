"""What the health model must beat: two rules, a lexicon, and two plain text classifiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from model.embedding import TextEmbedder
from model.history import History, contact_gap
from training.dataset import Cut
from training.metrics import Scores

# A baseline learns from the cuts and scores the histories.
Baseline = Callable[[Sequence[Cut], Sequence[History]], Scores]

# Where nobody rated, the rule stands between a 3 and a 4.
_UNRATED = 3.5


def cadence_rule(_train: Sequence[Cut], test: Sequence[History]) -> Scores:
    """The longer since they met, in agreed intervals, the worse."""
    return np.array([contact_gap(history) for history in test])


def rating_rule(_train: Sequence[Cut], test: Sequence[History]) -> Scores:
    """The lower the mentee's last rating, the worse."""
    return np.array([-_last_rating(history) for history in test])


def vader(_train: Sequence[Cut], test: Sequence[History]) -> Scores:
    """The more negative the words on average (VADER, Hutto & Gilbert 2014), the worse."""
    return np.array(
        [-np.mean([sentiment(text) for text in _texts(history)] or [0.0]) for history in test]
    )


def tfidf(train: Sequence[Cut], test: Sequence[History]) -> Scores:
    """Bag of words and word pairs with logistic regression."""
    pipeline = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2),
        LogisticRegression(C=10.0, max_iter=1000),
    )
    pipeline.fit([" ".join(_texts(cut.history)) for cut in train], [cut.fails for cut in train])
    return np.asarray(pipeline.decision_function([" ".join(_texts(one)) for one in test]))


def minilm(embedder: TextEmbedder) -> Baseline:
    """Mean vector of the notes with logistic regression."""

    def rows(histories: Sequence[History]) -> Scores:
        texts = [_texts(history) or [""] for history in histories]
        vectors = embedder.encode([text for own in texts for text in own])
        ends = np.cumsum([len(own) for own in texts])[:-1]
        return np.array([block.mean(axis=0) for block in np.split(vectors, ends)])

    def baseline(train: Sequence[Cut], test: Sequence[History]) -> Scores:
        classifier = LogisticRegression(C=10.0, max_iter=1000)
        classifier.fit(rows([cut.history for cut in train]), [cut.fails for cut in train])
        return np.asarray(classifier.decision_function(rows(test)))

    return baseline


@cache
def _analyser() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@cache
def sentiment(text: str) -> float:
    """How positive the words are, from -1 to 1 (VADER's compound score)."""
    return float(_analyser().polarity_scores(text)["compound"])


def _texts(history: History) -> list[str]:
    return [note.text for note in history.notes]


def _last_rating(history: History) -> float:
    given = [m.mentee_rating for m in history.meetings if m.mentee_rating is not None]
    return given[-1] if given else _UNRATED
