"""How earlier mentorships went, and whether that tells anything about new ones.

From what was known in the month before each began (how well the two fitted, the mentor's record
by then, their load, the distance in seniority, whether they share a department or a place) it is
learnt how likely a pair is to do well. That joins the ranking only if, for mentors who were left
out when it was learnt, it tells good pairs from bad ones better than the fit alone does, beyond
what chance would give. Either way it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from model.matching import Matcher, Matrix
from model.programme import Mentorship, Person, Programme
from model.rematch import Record, records_of

Rows = NDArray[np.float64]

FEATURES = (
    "fit",
    "kept",
    "gone_badly",
    "load",
    "above",
    "same_department",
    "same_location",
)
# With fewer cases, or fewer of either kind, whatever seems to help may be chance.
LEAST_CASES, LEAST_OF_EACH = 40, 10
_FOLDS = 5
_RESAMPLES = 400
# The interval of the gain must lie above 0 at this level, one-sided.
_LEVEL = 5.0
_SEED = 20261124


@dataclass(frozen=True)
class Outcomes:
    """What earlier mentorships teach.

    Attributes
    ----------
    used : bool
        Whether it joins the ranking.
    cases, gone_badly : int
        How many mentorships it rests on, and how many of them went badly.
    by_fit, with_history : float or None
        AUC for mentors left out, of the fit alone and with all that is known; ``None`` if there
        are too few cases to tell.
    """

    used: bool
    cases: int
    gone_badly: int
    by_fit: float | None = None
    with_history: float | None = None
    _past: _Past | None = None
    _model: Pipeline | None = None

    @property
    def told(self) -> str:
        """Whether it is used and why, in a sentence."""
        seen = f"{self.cases} mentorships with a known outcome, {self.gone_badly} gone badly"
        if self.by_fit is None or self.with_history is None:
            return (
                f"Earlier outcomes are not used: {seen}; at least {LEAST_CASES} are needed, "
                f"{LEAST_OF_EACH} of each kind."
            )
        rose = f"AUC for mentors left out {self.by_fit:.2f} by fit, {self.with_history:.2f} with it"
        if self.used:
            return f"Earlier outcomes join the ranking: {seen}; {rose}."
        return f"Earlier outcomes are not used, for they do not clearly help: {seen}; {rose}."

    def added(self, mentee: Person, mentors: Sequence[Person], fits: Matrix) -> Matrix:
        """What each mentor gains or loses for ``mentee``, in log-odds, of shape (mentors,)."""
        if not self.used or self._past is None or self._model is None:
            return np.zeros(len(mentors))
        rows = np.array(
            [self._past.row(mentee, one, fit) for one, fit in zip(mentors, fits, strict=True)]
        )
        chances = self._model.decision_function(rows)
        # What the fit tells is in the fit already.
        scaler, line = self._model[0], self._model[1]
        by_fit = (fits - scaler.mean_[0]) / scaler.scale_[0] * line.coef_[0, 0]
        return np.asarray(chances - by_fit - line.intercept_[0])


def learn(
    programme: Programme, as_of: date, matcher: Matcher, risks: Mapping[str, float] | None = None
) -> Outcomes:
    """Learn from all mentorships whose outcome was known on ``as_of``.

    Parameters
    ----------
    risks : mapping of mentorship_id to float, optional
        Of active mentorships, as the health model scored them. Those that are clearly at risk
        or clearly fine count as cases, too.
    """
    cases = _cases(programme, as_of, risks or {})
    bad = np.array([gone_badly for _, gone_badly in cases], dtype=bool)
    if len(cases) < LEAST_CASES or min(bad.sum(), (~bad).sum()) < LEAST_OF_EACH:
        return Outcomes(False, len(cases), int(bad.sum()))
    rows = _rows(programme, [one for one, _ in cases], matcher)
    mentors = np.array([one.mentor_id for one, _ in cases])
    alone, together = np.zeros(len(bad)), np.zeros(len(bad))
    folds = min(_FOLDS, len(set(mentors)))
    if folds < 2:
        return Outcomes(False, len(cases), int(bad.sum()))
    split = StratifiedGroupKFold(folds, shuffle=True, random_state=_SEED)
    for seen, left_out in split.split(rows, bad, mentors):
        if bad[seen].all() or not bad[seen].any():
            return Outcomes(False, len(cases), int(bad.sum()))
        alone[left_out] = rows[left_out, 0]
        together[left_out] = _fitted(rows[seen], bad[seen]).decision_function(rows[left_out])
    by_fit, with_history = roc_auc_score(~bad, alone), roc_auc_score(~bad, together)
    return Outcomes(
        used=_least_gain(bad, mentors, alone, together) > 0.0,
        cases=len(cases),
        gone_badly=int(bad.sum()),
        by_fit=float(by_fit),
        with_history=float(with_history),
        _past=_Past(programme, as_of),
        _model=_fitted(rows, bad),
    )


def _cases(
    programme: Programme, as_of: date, risks: Mapping[str, float]
) -> list[tuple[Mentorship, bool]]:
    """Mentorships with whether they went badly. Whoever left or had no time proves nothing."""
    verdicts = {
        one.mentorship_id: one.verdict == "not_working"
        for one in sorted(programme.reviews, key=lambda one: one.reviewed_on)
        if one.reviewed_on <= as_of
    }
    found: list[tuple[Mentorship, bool]] = []
    for key, one in programme.mentorships.items():
        ended = one.status != "active" and one.ended_on is not None and one.ended_on <= as_of
        if ended and one.end_reason in ("relationship", "goals_met"):
            found.append((one, one.end_reason == "relationship"))
        elif key in verdicts:
            found.append((one, verdicts[key]))
        elif key in risks and not 0.2 < risks[key] < 0.8:
            found.append((one, risks[key] >= 0.8))
    return found


class _Past:
    """What was known of everyone on a day."""

    def __init__(self, programme: Programme, day: date) -> None:
        self.records = records_of(programme, day)
        self.loads: dict[str, int] = {}
        self.ended: dict[str, list[bool]] = {}
        for one in programme.mentorships.values():
            if one.is_active_on(day):
                self.loads[one.mentor_id] = self.loads.get(one.mentor_id, 0) + 1
            elif one.ended_on is not None and one.ended_on <= day:
                went = one.end_reason == "relationship"
                self.ended.setdefault(one.mentor_id, []).append(went)

    def row(self, mentee: Person, mentor: Person, fit: float) -> list[float]:
        """The features of a pair, in the order of :data:`FEATURES`."""
        ended = self.ended.get(mentor.person_id, [])
        above = 0
        if mentee.seniority is not None and mentor.seniority is not None:
            above = mentor.seniority - mentee.seniority
        return [
            fit,
            self.records.get(mentor.person_id, Record()).kept,
            # Two average ones are mixed in, for one that failed is no habit.
            (sum(ended) + 0.4) / (len(ended) + 2),
            float(self.loads.get(mentor.person_id, 0)),
            float(above),
            float(bool(mentee.department) and mentee.department == mentor.department),
            float(bool(mentee.location) and mentee.location == mentor.location),
        ]


def _rows(programme: Programme, cases: Sequence[Mentorship], matcher: Matcher) -> Rows:
    """The features of each case as of the end of the month before it began.

    A month is near enough, and the past is looked up once for all who began in it. Somebody who has
    stopped mentoring still has a fit if their words are there.
    """
    people = programme.people
    index = matcher.index(people.values())
    place = {one.person_id: at for at, one in enumerate(index.mentors)}
    mentees = [people[one.mentee_id] for one in cases]
    fits = index.fits(mentees, matcher.reader.goals(mentees))
    pasts: dict[date, _Past] = {}
    rows: list[list[float]] = []
    for at, one in enumerate(cases):
        day = one.started_on.replace(day=1) - timedelta(days=1)
        if day not in pasts:
            pasts[day] = _Past(programme, day)
        own = fits[at]
        fit = own[place[one.mentor_id]] if one.mentor_id in place else own.mean() if len(own) else 0
        rows.append(pasts[day].row(mentees[at], people[one.mentor_id], float(fit)))
    return np.array(rows)


def _fitted(rows: Rows, bad: NDArray[np.bool_]) -> Pipeline:
    line = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
    return line.fit(rows, ~bad)


def _least_gain(
    bad: NDArray[np.bool_], mentors: NDArray[np.str_], alone: Rows, together: Rows
) -> float:
    """The lower end of the gain in AUC, over resampled mentors."""
    chance = np.random.default_rng(_SEED)
    names = np.unique(mentors)
    members = {name: np.flatnonzero(mentors == name) for name in names}
    gains: list[float] = []
    for _ in range(_RESAMPLES):
        drawn = np.concatenate([members[name] for name in chance.choice(names, len(names))])
        if bad[drawn].any() and not bad[drawn].all():
            good = ~bad[drawn]
            gains.append(roc_auc_score(good, together[drawn]) - roc_auc_score(good, alone[drawn]))
    return float(np.percentile(gains, _LEVEL)) if gains else 0.0
