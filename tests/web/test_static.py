"""The pages' own files: small, plain, and named where they are used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import chapiao.web

HOME = Path(chapiao.web.__file__).parent
SCRIPTS = sorted((HOME / "static/web/js").glob("*.js"))
LONGEST = 200


def test_every_script_is_small_and_imported() -> None:
    every = "".join(one.read_text(encoding="utf-8") for one in SCRIPTS)
    pages = "".join(one.read_text(encoding="utf-8") for one in HOME.rglob("*.html"))

    assert all(one.read_text(encoding="utf-8").count("\n") < LONGEST for one in SCRIPTS)
    assert all(f'"./{one.name}"' in every or f"js/{one.name}'" in pages for one in SCRIPTS)


def test_no_script_asks_another_site() -> None:
    assert not [
        one.name for one in SCRIPTS if re.search(r"https?://\w", one.read_text(encoding="utf-8"))
    ]


def test_every_template_is_used() -> None:
    templates = sorted((HOME / "templates/web").rglob("*.html"))
    code = "".join(one.read_text(encoding="utf-8") for one in HOME.rglob("*.py"))
    code += "".join(one.read_text(encoding="utf-8") for one in HOME.rglob("*.html"))

    unused = [
        str(one) for one in templates if f'"{one.relative_to(HOME / "templates")}"' not in code
    ]

    assert unused == []


def test_the_manifest_names_an_icon_that_is_there() -> None:
    manifest = json.loads((HOME / "static/web/manifest.json").read_text(encoding="utf-8"))

    assert manifest["start_url"] == "/"
    assert all((HOME / "static/web" / icon["src"]).exists() for icon in manifest["icons"])
