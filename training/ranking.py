"""From a tuned network to a ranking: what its fits are worth, told by rosters it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from model.matching import Matcher, Matrix, Ranking
from training.goal_tune import Tuned, Tuning
from training.rosters import Roster, folds

# From this grade on a coordinator calls a mentor good for somebody.
GOOD = 2


@dataclass(frozen=True, slots=True)
class MatchKnobs:
    """What can be turned.

    Attributes
    ----------
    tuning : Tuning
        The knobs of the matching network.
    words : float
        How much shared words count in a programme whose people share a jargon; in others the
        library takes less of it, or none.
    folds : int
        Into how many folds of whole rosters the corpus is divided. One of them is held out, to
        calibrate and to judge by; each fold costs a network.
    """

    tuning: Tuning = field(default_factory=Tuning)
    words: float = 30.0
    folds: int = 5


def held_out(rosters: Sequence[Roster], knobs: MatchKnobs) -> list[str]:
    """The names of the rosters by which a network without them is judged."""
    fold_of = folds(rosters, knobs.folds)
    return [name for name, fold in fold_of.items() if fold == 0]


def matcher_of(tuned: Tuned, ranking: Ranking) -> Matcher:
    """Both as the library uses them."""
    return Matcher(tuned.network, ranking)


def fits_of(matcher: Matcher, roster: Roster) -> Matrix:
    """Fits of shape (mentees, mentors), no rule applied."""
    people = [mentee.person for mentee in roster.mentees]
    index = matcher.index([*people, *roster.mentors])
    return index.fits(people, matcher.reader.goals(people))


def calibrate(tuned: Tuned, rosters: Sequence[Roster], knobs: MatchKnobs) -> Ranking:
    """The ranking whose scores and gains are right on average over ``rosters``.

    Parameters
    ----------
    tuned : Tuned
        Which must not have seen them.
    """
    ranking = tuned.ranking(knobs.words, offset=0.0, slope=1.0, gain=1.0)
    found = [fits_of(matcher_of(tuned, ranking), roster) for roster in rosters]
    fits = np.concatenate([one.ravel() for one in found])
    good = np.concatenate([roster.relevance.ravel() >= GOOD for roster in rosters])
    line = LogisticRegression(C=1e6).fit(fits[:, None], good)
    slope = float(line.coef_[0, 0])
    differences = np.concatenate(
        [_differences(one, roster) for one, roster in zip(found, rosters, strict=True)]
    )
    # Both ways round, so that equal fits are a chance of one half.
    both = np.concatenate([differences, -differences])[:, None]
    first = np.repeat([True, False], len(differences))
    gain = LogisticRegression(C=1e6, fit_intercept=False).fit(both, first)
    return replace(
        ranking,
        offset=-float(line.intercept_[0]) / slope,
        slope=slope,
        gain=float(gain.coef_[0, 0]),
    )


def _differences(fits: Matrix, roster: Roster) -> NDArray[np.float64]:
    """How much higher the better of two mentors fits, of all pairs that were judged one by one
    and differ in grade; those are the ones between whom a coordinator has to choose."""
    found: list[float] = []
    for fit, grades, listed in zip(fits, roster.relevance, roster.listed, strict=True):
        own, grade = fit[listed], grades[listed].astype(int)
        better = grade[:, None] > grade[None, :]
        found.extend((own[:, None] - own[None, :])[better].tolist())
    return np.array(found)
