"""The columns of a table whose headings are not known, for a person to say what each is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SHOWN = 3  # cells of a column


def columns_of(outline: Mapping[str, Any], said: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return each column with its first cells; `said` is what was chosen before, by heading."""
    guesses = zip(outline["headings"], outline["guessed"], strict=True)
    return [
        {
            "heading": heading,
            "field": said.get(heading, guessed),
            "cells": [row[at] for row in outline["rows"] if at < len(row) and row[at].strip()][
                :SHOWN
            ],
        }
        for at, (heading, guessed) in enumerate(guesses)
        if heading.strip()
    ]
