"""Releases the candidate if it passes the gates; ``--ship`` puts it among the sources.

A release is a folder of its own under ``artifacts/releases``. The file ``artifacts/CURRENT``
names the one in use and is replaced in one step, so that whoever reads it sees the old model or
the new one, whole.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from model.artifact import MANIFEST, POINTER, SHIPPED, load_release
from model.errors import ModelError, RapportError
from training.evaluate import REPORT
from training.train import ARTIFACTS, CANDIDATE

# What a candidate has to reach on pairs that it has not seen. Each entry: where the figure stands
# in the evaluation, and its least or greatest value.
LEAST = {
    ("register", "Rapport", "AUC"): 0.90,
    ("register", "Rapport", "precision"): 0.80,
    ("register", "Rapport", "recall"): 0.80,
    ("register and time", "Rapport", "AUC"): 0.90,
    ("safeguarding", "recall"): 0.70,
    ("unseen rosters", "Rapport", "nDCG@5"): 0.55,
    ("unseen rosters", "Rapport", "ideal in the first five"): 0.75,
}
GREATEST = {
    ("register", "Rapport", "calibration error"): 0.10,
    ("safeguarding", "false alarms a note"): 0.03,
}
# And it has to rank better than each of these in the same folds.
RIVALS = (
    "cadence rule",
    "rating rule",
    "VADER",
    "TF-IDF + logistic",
    "MiniLM + logistic",
)
# And its suggestions have to be better than each of these.
SUGGESTION_RIVALS = ("TF-IDF", "MiniLM, whole texts", "MiniLM, jobs in front", "words and meaning")


class Refused(RapportError):
    """A candidate that must not be released; says why and by how much."""


def refusals(report: dict[str, Any]) -> list[str]:
    """Every gate that the evaluation fails, with the figures."""
    found: list[str] = []
    for path, least in LEAST.items():
        if not (value := _figure(report, path)) >= least:
            found.append(f"{' / '.join(path)} is {value:.3f}, at least {least} is asked")
    for path, greatest in GREATEST.items():
        if not (value := _figure(report, path)) <= greatest:
            found.append(f"{' / '.join(path)} is {value:.3f}, at most {greatest} is allowed")
    ours = _figure(report, ("register", "Rapport", "AUC"))
    for rival in RIVALS:
        theirs = _figure(report, ("register", rival, "AUC"))
        if not ours > theirs:
            found.append(f"AUC by register is {ours:.3f}, that of {rival} is {theirs:.3f}")
    ours = _figure(report, ("unseen rosters", "Rapport", "nDCG@5"))
    for rival in SUGGESTION_RIVALS:
        theirs = _figure(report, ("unseen rosters", rival, "nDCG@5"))
        if not ours > theirs:
            found.append(f"nDCG@5 on unseen rosters is {ours:.3f}, that of {rival} {theirs:.3f}")
    return found


def _figure(report: dict[str, Any], path: tuple[str, ...]) -> float:
    for name in path:
        report = report[name]
    return float(report["value"])


def check(candidate: Path) -> str:
    """The version of a candidate that is sound and passes the gates.

    Raises
    ------
    Refused
        With every gate that it fails.
    ModelError
        If its files are not sound.
    """
    version = load_release(candidate).version
    evaluation = candidate / REPORT
    if not evaluation.is_file():
        raise Refused("the candidate was not evaluated; run `make evaluate` first")
    report = json.loads(evaluation.read_text(encoding="utf-8"))
    if report.get("version") != version:
        raise Refused(f"the evaluation is of {report.get('version')}; run `make evaluate` again")
    failed = refusals(report)
    if failed:
        raise Refused("the candidate is not released:\n  " + "\n  ".join(failed))
    return version


def promote(artifacts: Path, candidate: Path, *, first: bool = False) -> str:
    """Make ``candidate`` the current release and return its version.

    Parameters
    ----------
    first : bool
        Skip the gates, where there is no model at all and any is better than none.
    """
    version = load_release(candidate).version if first else check(candidate)
    name = f"releases/{version}"
    # A version is named after its day and its corpus. Where it was released before with the same
    # files it may be in use, so it is left as it is.
    if _manifest(artifacts / name) != _manifest(candidate):
        _copy(candidate, artifacts / name)
    pointer = artifacts / f"{POINTER}.part"
    pointer.write_text(name + "\n", encoding="utf-8")
    pointer.replace(artifacts / POINTER)
    return version


def ship(artifacts: Path, candidate: Path) -> str:
    """Put ``candidate`` among the sources, as the model of a first start."""
    version = check(candidate)
    _copy(candidate, artifacts / SHIPPED)
    return version


def _manifest(folder: Path) -> str | None:
    path = folder / MANIFEST
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _copy(candidate: Path, target: Path) -> None:
    """Copy a model; a copy that is cut short never bears the name of a whole one."""
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(candidate, part)
    shutil.rmtree(target, ignore_errors=True)
    part.replace(target)


def main() -> None:
    """Release or ship the candidate, or say why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", action="store_true", help="there is no model yet; no gates")
    parser.add_argument("--ship", action="store_true", help="into artifacts/shipped")
    options = parser.parse_args()
    if not (CANDIDATE / MANIFEST).is_file():
        sys.exit("there is no candidate; run `make train` first")
    try:
        if options.ship:
            print(f"shipped: {ship(ARTIFACTS, CANDIDATE)} is in artifacts/{SHIPPED}")
        else:
            print(f"released: {promote(ARTIFACTS, CANDIDATE, first=options.first)} is in use")
    except (Refused, ModelError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
