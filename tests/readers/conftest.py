from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as without the extra `ocr`; tests of OCR switch it on again."""
    monkeypatch.setenv("CHAPIAO_OCR", "0")
