"""Speed and memory of searching and planning, each as a ratio measured in one run.

What is compared takes turns, and of the ratios of all turns the median counts, so that whatever
else the machine does meanwhile slows both. ``training.bench`` measures these too.
"""

from __future__ import annotations

import operator
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.neighbors import NearestNeighbors

from model import nearest, planning
from model.eligibility import Eligibility
from model.nearest import Nearest, Rows
from model.programme import HouseRule, Mentorship, Person, Programme

MENTORS, MENTEES, K = 100_000, 20_000, 20
TURNS = 31
# Bounds of the ratios below.
SEARCHING, PLANNING, PACKAGE = 1.5, 3.0, 20.0
PACKAGE_PINNED = "mentor-match==7.0.1"
_DIMENSION = 384
_SEED = 11
_DAY = date(2026, 6, 1)


class Row(NamedTuple):
    """A ratio that was measured; without a bound it is only told."""

    name: str
    figure: float
    bound: str = ""
    kept: bool = True


def at_most(name: str, figure: float, bound: float) -> Row:
    """A row whose figure must not be above ``bound``."""
    return Row(name, figure, f"≤ {bound:g}", figure <= bound)


def at_least(name: str, figure: float, bound: float) -> Row:
    """A row whose figure must not be below ``bound``."""
    return Row(name, figure, f"≥ {bound:g}", figure >= bound)


def show(rows: list[Row]) -> None:
    """Print the table, and exit with an error if a bound is missed."""
    print("\n| measured in this run | figure | bound | kept |\n|---|---|---|---|")
    for row in rows:
        kept = ("yes" if row.kept else "NO") if row.bound else ""
        print(f"| {row.name} | {row.figure:.2f} | {row.bound} | {kept} |")
    if not all(row.kept for row in rows):
        sys.exit("a bound was missed; see above")


def seconds(what: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    what()
    return time.perf_counter() - begin


# ---- searching ---------------------------------------------------------------------------------


def unit_vectors(count: int) -> Rows:
    """Of chance alone; how fast they are multiplied does not depend on what they mean."""
    rows = np.random.default_rng(_SEED).normal(size=(count, _DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def crowd() -> Programme:
    """100,000 mentors and 20,000 others, half of them matched, with every kind of house rule."""
    chance = random.Random(_SEED)
    tongues = ("en", "de", "fr", "es", "pt-BR", "zh-Hant")
    everyone = [
        Person(
            f"p-{at}",
            f"Person {at}",
            f"p-{at}@example.org",
            department=chance.choice("ABCDEFGHIJKL"),
            seniority=chance.randint(1, 10),
            location=chance.choice("MNOPQR"),
            languages=tuple(chance.sample(tongues, chance.randint(0, 3))),
            manager_id=f"p-{(at - 1) // 8}" if at else "",
            mentee_goals="lead",
            mentor_expertise="leading" if at < MENTORS else "",
            mentor_capacity=chance.randint(0, 3),
        )
        for at in range(MENTORS + MENTEES)
    ]
    pairs = [
        Mentorship(f"m-{at}", mentor.person_id, mentee.person_id, _DAY)
        for at in range(len(everyone) // 2)
        for mentor, mentee in [chance.sample(everyone, 2)]
    ]
    rules = (
        HouseRule("same_department", "excluded"),
        HouseRule("same_location", "wanted"),
        HouseRule("least_seniority_gap", "0"),
        HouseRule("greatest_seniority_gap", "5"),
        HouseRule("greatest_load", "2"),
        *(HouseRule("on_pause", "", f"p-{at}") for at in range(500)),
        *(HouseRule("never_together", "", f"p-{at}", f"p-{at + 500}") for at in range(500)),
    )
    return Programme(
        {one.person_id: one for one in everyone},
        {one.mentorship_id: one for one in pairs},
        rules=rules,
    )


def searching(vectors: Rows) -> list[Row]:
    """The best 20 of all mentors for someone, under all rules, beside one bare product."""
    programme = crowd()
    index = Nearest(vectors, np.ones(len(vectors), dtype=np.intp))
    rules = Eligibility(programme, _DAY)
    everyone = programme.people.values()
    places = np.array([rules.place[one.person_id] for one in everyone if one.mentor_expertise])
    theirs = NearestNeighbors(n_neighbors=K, metric="cosine", algorithm="brute").fit(vectors)
    mentees = random.Random(_SEED).sample([*programme.people.values()], TURNS)
    goals = unit_vectors(TURNS)[:, ::-1].copy()
    rules.allowed(mentees[0])
    ours, plain = [], []
    for mentee, goal in zip(mentees, goals, strict=True):

        def search(mentee: Person = mentee, goal: Rows = goal) -> None:
            index.top(goal, rules.allowed(mentee)[places], K)

        def kneighbors(goal: Rows = goal) -> None:
            theirs.kneighbors(goal[None, :])

        bare = seconds(lambda goal=goal: vectors @ goal)  # type: ignore[misc]
        ours.append(seconds(search) / bare)
        plain.append(seconds(kneighbors) / bare)
    what = f"top {K} of {MENTORS:,} mentors"
    return [
        at_most(f"{what} under all rules, as against one product", median(ours), SEARCHING),
        Row("the same by scikit-learn's brute force, no rules", median(plain)),
    ]


def opening(vectors: Rows) -> list[Row]:
    """A second process that opens the saved index, beside one that reads it whole."""
    with TemporaryDirectory() as folder:
        Nearest(vectors, np.ones(len(vectors), dtype=np.intp)).save(Path(folder))
        mapped, whole = (_told_by_another(folder, name) for name in ("mapped", "whole"))
    for name, (spent, own) in (("mapped", mapped), ("read whole", whole)):
        print(f"  {name}: open after {1000 * spent:.1f} ms, {own:.0f} MB of its own once searched")
    return [
        Row("opening the saved index, times as fast as reading it", whole[0] / mapped[0]),
        Row("memory of its own, as against having read it", mapped[1] / whole[1]),
    ]


def _told_by_another(folder: str, how: str) -> tuple[float, float]:
    code = f"from training.match_bench import open_and_tell; open_and_tell({folder!r}, {how!r})"
    root = Path(__file__).resolve().parent.parent
    ran = subprocess.run(  # noqa: S603 (the command is made here)
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
    )
    spent, own = ran.stdout.split()
    return float(spent), float(own)


def open_and_tell(folder: str, how: str) -> None:
    """Open an index, search it once, and print the seconds to open it and the megabytes used.

    Pages of a mapped file are shared by all who map it, so only memory of the process's own counts.
    """
    before, begin = _own_megabytes(), time.perf_counter()
    if how == "mapped":
        index = Nearest.open(Path(folder))
    else:
        files = [Path(folder) / name for name in (nearest.VECTORS, nearest.COUNTS)]
        index = Nearest(*(np.load(file) for file in files))
    opened = time.perf_counter() - begin
    index.top(index.vectors[0].copy(), np.ones(len(index.counts), dtype=bool), K)
    print(opened, _own_megabytes() - before)


def _own_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.split("RssAnon:")[1].split()[0]) / 1024.0


# ---- planning ----------------------------------------------------------------------------------


def placing() -> Row:
    """2,000 mentees and 5,000 mentors placed, beside the bare solver on the ready fits."""
    ratios: list[float] = []
    for popularity in (0.0, 0.05):
        chance = np.random.default_rng(_SEED)
        shape = (2_000, 5_000)
        wishes, offers = (chance.normal(size=(n, 16)) for n in shape)
        # Vectors of 16 normal numbers are about 4 long.
        likeness = wishes @ offers.T / 16.0
        fit = np.clip(0.4 + 0.4 * likeness + popularity * chance.normal(size=shape[1]), 0.0, 1.0)
        allowed = chance.random(shape) < 0.5
        places = chance.integers(1, 4, shape[1])
        turns: list[float] = []
        for _ in range(5):
            bare = seconds(lambda: linear_sum_assignment(fit, maximize=True))  # noqa: B023
            ours = seconds(lambda: planning.assign(fit, allowed, places, planning.FLOOR))  # noqa: B023
            turns.append(ours / bare)
        ratios.append(median(turns))
        print(f"  popularity {popularity:g}: {ratios[-1]:.2f} times the bare solver")
    name = "2,000 mentees placed with 5,000 mentors, as against the bare solver"
    return at_most(name, max(ratios), PLANNING)


def package() -> list[Row]:
    """500 mentees and 500 mentors matched as the package mentor-match does, and by ours.

    It scores each pair by rules that are Python functions and hands the scores to ``munkres``.
    """
    if find_spec("matching") is None:
        name = f"500 placed with 500, beside mentor-match: `pip install {PACKAGE_PINNED}`"
        return [Row(name, float("nan"))]
    from matching import process
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.rules import rule

    rules = [
        rule.Disqualify(lambda match: match.mentee.organisation == match.mentor.organisation),
        rule.Grade(1, operator.ge, {True: 12, False: 0}),
        rule.Equivalent("profession", {True: 9, False: 0}),
        rule.UnmatchedBonus(50),
    ]
    chance = random.Random(_SEED)
    about = [
        {
            "email": f"{at}@example.org",
            "grade": chance.randint(1, 10),
            "organisation": chance.choice("ABCDEFGH"),
            "profession": chance.choice("KLMNOPQRST"),
        }
        for at in range(1_000)
    ]
    turns: list[NDArray[np.float64]] = []
    for _ in range(3):
        mentors = [Mentor(**one) for one in about[:500]]
        mentees = [Mentee(**one) for one in about[500:]]
        matches = process.generate_match_matrix(mentors, mentees, rules)
        # Their rows are mentors, ours are mentees.
        score = np.array([[match.score for match in row] for row in matches], dtype=np.float64).T
        allowed = np.array([[not match.disallowed for match in row] for row in matches]).T
        begin = time.perf_counter()
        theirs = process.calculate_matches(process.prepare_matrix(matches))
        solver = time.perf_counter() - begin
        whole = seconds(lambda: process.process_data(mentors, mentees, [rules]))  # noqa: B023
        begin = time.perf_counter()
        chosen = planning.assign(score / score.max(), allowed, np.ones(500, dtype=np.intp), 0.0)
        ours = time.perf_counter() - begin
        placed = np.flatnonzero(chosen != planning.NOBODY)
        total = score[placed, chosen[placed]].sum()
        their_total = sum(score[mentee, mentor] for mentor, mentee in theirs)
        turns.append(np.array([solver / ours, whole / ours, total / their_total]))
    solver, whole, total = np.median(turns, axis=0)
    what = "500 placed with 500"
    return [
        at_least(f"{what}, times as fast as mentor-match's solver", solver, PACKAGE),
        Row(f"{what}, times as fast as mentor-match with its rules", whole),
        at_least(f"{what}, total score as against mentor-match's", total, 1.0),
    ]


def measured() -> list[Row]:
    """All of the above."""
    vectors = unit_vectors(MENTORS)
    return [*searching(vectors), *opening(vectors), placing(), *package()]


def main() -> None:
    """Measure, print, and say which bound is missed."""
    show(measured())


if __name__ == "__main__":
    main()
