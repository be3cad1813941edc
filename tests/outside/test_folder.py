"""A folder is looked through as it is; nothing outside of it is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapiao.outside.folder import FileFailed, open_file


def test_a_file_is_opened_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "九月" / "杭州").mkdir(parents=True)
    (tmp_path / "九月" / "杭州" / "一.xml").write_bytes(b"x")

    with open_file(tmp_path, "九月/杭州/一.xml") as file:
        assert file.read() == b"x"


@pytest.mark.parametrize("path", ["swapped/key", "link", "swapped", "none/x"])
def test_a_link_that_took_a_folders_place_is_not_followed(tmp_path: Path, path: str) -> None:
    secret, root = tmp_path / "secret", tmp_path / "root"
    secret.mkdir()
    root.mkdir()
    (secret / "key").write_text("x")
    (root / "swapped").symlink_to(secret)
    (root / "link").symlink_to(secret / "key")

    with pytest.raises(FileFailed):
        open_file(root, path)
