"""What a bundle would change in the stored programme, file by file."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from flask_babel import gettext

from model.programme import Career, HouseRule, Meeting, Mentorship, Person, Programme, Review

File = Literal["people", "mentorships", "meetings", "reviews", "rules", "careers"]
Record = Person | Mentorship | Meeting | Review | HouseRule | Career

FILES: tuple[File, ...] = ("people", "mentorships", "meetings", "reviews", "rules", "careers")
_SHOWN_CHARACTERS = 40
_SCORED = Mentorship | Meeting | Review


@dataclass
class Difference:
    """The rows of one file that are new, changed, the same, or only stored."""

    added: dict[Hashable, Record] = field(default_factory=dict)
    changed: dict[Hashable, tuple[Record, Record]] = field(default_factory=dict)  # before, after
    unchanged: int = 0
    only_stored: dict[Hashable, Record] = field(default_factory=dict)


def compare(stored: Programme, bundle: Programme) -> dict[File, Difference]:
    """The differences of all files."""
    found: dict[File, Difference] = {}
    for file in FILES:
        before, after = _keyed(stored, file), _keyed(bundle, file)
        difference = Difference(only_stored={k: v for k, v in before.items() if k not in after})
        for key, given in after.items():
            old = before.get(key)
            if old is None:
                difference.added[key] = given
                continue
            new = _merged(old, given, stored, bundle)
            if old == new:
                difference.unchanged += 1
            else:
                difference.changed[key] = (old, new)
        found[file] = difference
    return found


def changes_nothing(differences: Mapping[File, Difference], *, replacing: bool) -> bool:
    """Whether storing the bundle would leave every row as it is."""
    return not any(
        one.added or one.changed or (replacing and one.only_stored) for one in differences.values()
    )


def in_words(differences: Mapping[File, Difference]) -> Iterator[str]:
    """Every changed row in a line, then every new one."""
    for file, difference in differences.items():
        for key, (old, new) in difference.changed.items():
            told = "; ".join(_field_in_words(name, a, b) for name, a, b in _changes(old, new))
            yield f"{file}: {_name(key, old)} – {told}"
    for file, difference in differences.items():
        for key, new in difference.added.items():
            yield gettext("%(file)s: %(name)s is new", file=file, name=_name(key, new))


def touched_mentorships(differences: Mapping[File, Difference], *, replacing: bool) -> set[str]:
    """Whose scores the differences make out of date. Neither people's rows nor rules enter one."""
    touched: set[str] = set()
    for difference in differences.values():
        records = [*difference.added.values()]
        for old, new in difference.changed.values():
            records += (old, new)
        if replacing:
            records += difference.only_stored.values()
        touched |= {one.mentorship_id for one in records if isinstance(one, _SCORED)}
    return touched


def _keyed(programme: Programme, file: File) -> Mapping[Hashable, Record]:
    if file == "reviews":
        return {(one.mentorship_id, one.reviewed_on): one for one in programme.reviews}
    if file == "rules":
        rules = map(in_order, programme.rules)
        return {(one.rule, one.person_id, one.other_person_id): one for one in rules}
    if file == "careers":
        return {one.person_id: one for one in programme.careers}
    keyed: Mapping[Hashable, Record] = getattr(programme, file)
    return keyed


def in_order(rule: HouseRule) -> HouseRule:
    """The same rule with the two of a pair in the order of their ids, as it is stored."""
    if rule.rule != "never_together":
        return rule
    one, other = sorted((rule.person_id, rule.other_person_id))
    return replace(rule, person_id=one, other_person_id=other)


def _merged(old: Record, new: Record, stored: Programme, bundle: Programme) -> Record:
    """``new``, with what was written in the application where its cells are empty.

    What someone wrote stays with its author: a side that is another person in the bundle, by a
    new mentor or an id used again, gets nothing of it.
    """
    if not isinstance(old, Meeting) or not isinstance(new, Meeting):
        return new
    before = stored.mentorships[old.mentorship_id]
    after = bundle.mentorships[new.mentorship_id]
    kept: dict[str, Any] = {}
    if before.mentee_id == after.mentee_id:
        kept |= _if_empty(new, old, "mentee_feedback", "mentee_rating")
    if before.mentor_id == after.mentor_id:
        kept |= _if_empty(new, old, "mentor_feedback", "mentor_rating")
    return replace(new, **kept)


def _if_empty(new: Meeting, old: Meeting, *names: str) -> dict[str, Any]:
    return {name: getattr(old, name) for name in names if not getattr(new, name)}


def _changes(old: Record, new: Record) -> Iterator[tuple[str, Any, Any]]:
    for one in fields(old):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after:
            yield one.name, before, after


def _field_in_words(name: str, before: object, after: object) -> str:
    return f"{name}: {_shown(before)} → {_shown(after)}"


def _shown(value: object) -> str:
    text = (
        ";".join(map(str, value))
        if isinstance(value, tuple)
        else ""
        if value is None
        else str(value)
    )
    if not text:
        return str(gettext("(empty)"))
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def _name(key: Hashable, record: Record) -> str:
    if isinstance(record, Person):
        return f"{record.name} ({key})"
    if isinstance(record, Meeting):
        return str(
            gettext(
                "%(id)s of %(mentorship)s on %(day)s",
                id=key,
                mentorship=record.mentorship_id,
                day=record.scheduled_on,
            )
        )
    if isinstance(record, Review):
        return str(
            gettext(
                "%(mentorship)s on %(day)s", mentorship=record.mentorship_id, day=record.reviewed_on
            )
        )
    if isinstance(record, HouseRule):
        cells = (record.rule, record.value, record.person_id, record.other_person_id)
        return " ".join(filter(None, cells))
    return str(key)
