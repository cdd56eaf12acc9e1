"""The commands of the contract, ``python -m model score`` and ``suggest``, and ``plan``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from model.artifact import Release, current_release, load_release
from model.bundle import read_folder
from model.embedding import MemoryCache
from model.errors import BundleError, Problem, RapportError
from model.history import active_histories
from model.matching import suggest
from model.outcomes import learn
from model.planning import FLOOR, PinBroken, plan
from model.programme import Programme

BROKEN_BUNDLE = 2
NO_MODEL = 3
_ARTIFACTS = Path(__file__).resolve().parent.parent / "artifacts"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        read = read_folder(options.bundle)
        for warning in read.warnings:
            print(f"warning: {warning}", file=sys.stderr)
        lines = options.command(read.programme, options)
    except BundleError as error:
        print(error, file=sys.stderr)
        return BROKEN_BUNDLE
    except RapportError as error:
        print(error, file=sys.stderr)
        return NO_MODEL
    # Everything is computed before the first line is printed, so that a run that fails prints
    # nothing on standard output.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m model", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    score = commands.add_parser("score", help="the risk of every active mentorship, worst first")
    score.set_defaults(command=_score)
    proposal = commands.add_parser("suggest", help="mentors who would fit, best first")
    proposal.add_argument(
        "--mentee", nargs="+", action="extend", metavar="ID", help="default: all with goals"
    )
    proposal.add_argument("-k", type=_count, default=5, help="candidates per mentee (default: 5)")
    proposal.set_defaults(command=_suggest)
    many = commands.add_parser("plan", help="one assignment for many mentees at once")
    many.add_argument(
        "--mentee",
        nargs="+",
        action="extend",
        metavar="ID",
        help="default: everyone with goals and no mentor",
    )
    many.add_argument(
        "--pin",
        nargs=2,
        action="append",
        default=[],
        metavar=("MENTEE", "MENTOR"),
        help="a pair that must hold; may be given more than once",
    )
    many.add_argument(
        "--forbid",
        nargs=2,
        action="append",
        default=[],
        metavar=("MENTEE", "MENTOR"),
        help="a pair that must not be; may be given more than once",
    )
    many.add_argument(
        "--floor", type=_chance, default=FLOOR, help=f"least fit, 0 to 1 (default: {FLOOR:g})"
    )
    many.set_defaults(command=_plan)
    for command in (score, proposal, many):
        command.add_argument("bundle", type=Path, metavar="BUNDLE", help="folder of CSV files")
        command.add_argument(
            "--as-of", type=_day, metavar="DATE", help="default: the latest date in the bundle"
        )
    return parser


def _score(programme: Programme, options: argparse.Namespace) -> Iterable[dict[str, Any]]:
    as_of = options.as_of or programme.latest_date
    if as_of is None:
        return []
    assessments = _release().health.assess(active_histories(programme, as_of))
    assessments.sort(key=lambda one: (-one.risk, one.mentorship_id))
    return [assessment.to_json() for assessment in assessments]


def _suggest(programme: Programme, options: argparse.Namespace) -> Iterable[dict[str, Any]]:
    _check_known(programme, options.mentee or [])
    as_of, matcher = _day_of(programme, options), _release().matcher
    outcomes = learn(programme, as_of, matcher)
    if outcomes.cases:
        print(outcomes.told, file=sys.stderr)
    suggestions = suggest(
        programme, options.mentee, k=options.k, as_of=as_of, matcher=matcher, added=outcomes.added
    )
    return [suggestion.to_json() for suggestion in suggestions]


def _plan(programme: Programme, options: argparse.Namespace) -> Iterable[dict[str, Any]]:
    pairs = [*options.pin, *options.forbid]
    _check_known(programme, [*(options.mentee or []), *(one for pair in pairs for one in pair)])
    try:
        found = plan(
            programme,
            _day_of(programme, options),
            _release().matcher.within(programme),
            options.mentee,
            pinned=[(mentee, mentor) for mentee, mentor in options.pin],
            forbidden=[(mentee, mentor) for mentee, mentor in options.forbid],
            floor=options.floor,
        )
    except PinBroken as error:
        raise BundleError([Problem("--pin", None, "", str(error))]) from error
    return [found.to_json()]


def _day_of(programme: Programme, options: argparse.Namespace) -> date:
    # A roster without any date has no mentorships yet, so any day gives the same answer.
    return options.as_of or programme.latest_date or date.max


def _release() -> Release:
    artifacts = Path(os.environ.get("RAPPORT_ARTIFACTS") or _ARTIFACTS)
    return load_release(current_release(artifacts), MemoryCache())


def _check_known(programme: Programme, person_ids: Iterable[str]) -> None:
    unknown = [one for one in dict.fromkeys(person_ids) if one not in programme.people]
    if unknown:
        raise BundleError(
            [
                Problem("people.csv", None, "person_id", f"nobody has the key {one!r}")
                for one in unknown
            ]
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write 2026-03-14") from None


def _chance(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return number


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
