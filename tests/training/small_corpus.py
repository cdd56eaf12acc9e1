"""A corpus small enough to learn in no time, written to a folder in the real format.

Three registers of four pairs each, half of them failing; no two notes have the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REGISTERS = ("plain", "warm", "dry")
BAD = (
    ("He cancelled again.", "mentor_availability"),
    ("She never listens.", "listening"),
    ("Nothing moves.", "goal_progress"),
    ("I dare not speak.", "trust_respect"),
)
GOOD = (
    ("She made time.", "mentor_availability"),
    ("He listens well.", "listening"),
    ("It helped me.", "goal_progress"),
    ("I can say anything.", "trust_respect"),
)
ELSEWHERE = (
    "The weather was fine.",
    "We met in the canteen.",
    "My manager was away.",
    "The budget is late.",
)
CONCERN = "He threatened me."
DAYS = (3, 17, 31, 45)

Entry = dict[str, Any]


def pairs(register: str) -> Iterator[Entry]:
    for number in range(4):
        fails = number % 2 == 0
        yield {
            "pair": f"{register}-{number}",
            "register": register,
            "kind": "traditional",
            "trade": "any",
            "cadence_days": 14,
            "phases": [{"from_day": 0, "standing": "not_working" if fails else "working"}],
            "until_day": 60,
            "meetings": [
                {"day": day, "status": "held", "mentee_rating": (2 if fails else 4) + at % 2}
                for at, day in enumerate(DAYS)
            ],
        }


def notes(register: str) -> Iterator[Entry]:
    for pair in pairs(register):
        fails = pair["phases"][0]["standing"] == "not_working"
        for at, day in enumerate(DAYS):
            for author in ("mentee", "mentor"):
                said, signal = (BAD if fails else GOOD)[(at + (author == "mentor")) % 4]
                aside = ELSEWHERE[(at + len(pair["pair"])) % 4]
                name = f"{pair['pair']}-{day}-{author}"
                yield {
                    "note": name,
                    "pair": pair["pair"],
                    "day": day,
                    "author": author,
                    "register": register,
                    "text": f"{aside} {said} {name.replace('-', ' ').title()}.",
                    "says": [
                        {
                            "quote": said,
                            "signal": signal,
                            "direction": "bad" if fails else "good",
                        }
                    ],
                }


def concerns() -> Iterator[Entry]:
    for number in range(12):
        raised = number % 2 == 0
        aside = ELSEWHERE[number % 4]
        text = f"{aside} {CONCERN}" if raised else f"{aside} {GOOD[number % 4][0]}"
        yield {
            "note": f"sg-{number}",
            "author": "mentee",
            "register": "plain",
            "text": f"{text} Number {number}.",
            "concern": "threat" if raised else None,
            "how": "plain" if raised else None,
            "quote": CONCERN if raised else None,
        }


def lines(entries: Iterator[Entry]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def write(folder: Path) -> Path:
    """Write it; returns ``folder``."""
    for part in ("pairs", "notes", "safeguarding"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for register in REGISTERS:
        (folder / "pairs" / f"{register}.jsonl").write_text(lines(pairs(register)), "utf-8")
        (folder / "notes" / f"{register}.jsonl").write_text(lines(notes(register)), "utf-8")
    (folder / "safeguarding" / "mixed.jsonl").write_text(lines(concerns()), "utf-8")
    return folder
