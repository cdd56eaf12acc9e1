"""The choices of a form field, whose labels become the reader's language when they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms.fields.choices import SelectChoice


def options(labels: Mapping[str, object]) -> list[SelectChoice]:
    """Value and label of each choice. WTForms takes a plain dict for groups if labels are lazy."""
    return [SelectChoice(value, label) for value, label in labels.items()]
