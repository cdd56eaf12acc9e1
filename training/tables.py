"""The evaluation as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from model.goals import job
from training import catch
from training.catch import Slice
from training.match_judge import Miss


def tell(report: Mapping[str, Any]) -> None:
    """Print all of them."""
    for split in ("register", "register and time"):
        _print_rows(f"Unseen {split}", report[split])
    _print_rows("AUC per register, each unseen", {"AUC": report["per register"]}, turned=True)
    _print_rows("Safeguarding, notes not seen", {"figure": report["safeguarding"]}, turned=True)
    _print_rows("Readers compared, AUC on unseen registers", report["readers"])
    print("\n## Of 100 active mentorships of which 35 fail\n")
    print("| risk at least | flagged | of these real | of the failing found |\n|---|---|---|---|")
    for one in report["catch"]:
        print(f"| {one.threshold:.1f} | {one.flagged} | {one.precision} | {one.recall} |")
    for title in (one for one in report if one.startswith(("unseen rosters", "roster "))):
        _print_rows(f"Suggestions: {title}", report[title])
    for title in (one for one in report if one.startswith("needs of ")):
        _print_rows(f"nDCG@5, {title}", report[title])
    if "worst misses" in report:
        _print_misses(report["worst misses"])
    lead = report["lead time"]
    print(
        f"\nLead time: of {lead.pairs} failing pairs, replayed week by week, a share of "
        f"{lead.caught} is flagged before the last day, by a median of {lead.days} days."
    )
    if "benchmark" in report:
        _print_rows("Benchmark programmes, never trained on", report["benchmark"], turned=True)
        _print_rows("Benchmark programmes together", report["benchmarks together"], turned=True)
        _print_slices(report["slices"])
        _print_rows(
            "Names and pronouns turned",
            {name: asdict(one) for name, one in report["swaps"].items()},
        )


def _print_rows(title: str, rows: Mapping[str, Mapping[str, Any]], *, turned: bool = False) -> None:
    if turned:
        names = list(dict.fromkeys(name for row in rows.values() for name in row))
        rows = {name: {of: row.get(name, "") for of, row in rows.items()} for name in names}
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    print(f"\n## {title}\n")
    print("| | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(_cell(row.get(of, "")) for of in columns) + " |")


def _print_misses(misses: Sequence[Miss]) -> None:
    print("\n## The ten worst misses on the benchmark rosters\n")
    for miss in misses:
        person = miss.mentee.person
        print(f"- **{job(person)}** ({', '.join(miss.mentee.needs)}): {_line(person.mentee_goals)}")
        print(f"  - first offered: {_line(miss.offered)}")
        print(f"  - should have been, and came at place {miss.rank}: {_line(miss.ideal)}")


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _print_slices(slices: Mapping[str, Sequence[Slice]]) -> None:
    for of, found in slices.items():
        print(f"\n## Benchmark programmes together, by {of}\n")
        print(
            "| group | pairs | failing | AUC | recall | false alarms |\n|---|---|---|---|---|---|"
        )
        for one in found:
            print(
                f"| {one.group} | {one.pairs} | {one.failing} | {one.auc} | {one.recall} "
                f"| {one.false_alarms} |"
            )
        gaps = catch.widest_gap(found)
        print("\nWidest gaps: " + ", ".join(f"{name} {gap:.2f}" for name, gap in gaps.items()))
