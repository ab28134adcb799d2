"""Digests of files and archives."""

import zipfile
from pathlib import Path

import pulumi

from preview.digest import asset_digest


def archive(path: Path, files: dict[str, str], compression: int = zipfile.ZIP_STORED) -> pulumi.FileArchive:
    with zipfile.ZipFile(path, "w", compression) as written:
        for name, text in files.items():
            written.writestr(name, text)
    return pulumi.FileArchive(str(path))


def test_an_archive_is_told_by_its_files_and_not_by_how_they_were_zipped(tmp_path: Path) -> None:
    first = archive(tmp_path / "first.zip", {"a": "1" * 100, "b": "2"})
    second = archive(tmp_path / "second.zip", {"b": "2", "a": "1" * 100}, zipfile.ZIP_DEFLATED)
    assert asset_digest(first) == asset_digest(second)


def test_another_name_or_another_content_is_another_digest(tmp_path: Path) -> None:
    contents: list[dict[str, str]] = [{"a": "1"}, {"a": "2"}, {"b": "1"}, {"a": "1", "b": ""}]
    digests = {
        asset_digest(archive(tmp_path / f"{index}.zip", files)) for index, files in enumerate(contents)
    }
    assert len(digests) == len(contents)


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    for name, text in (("a", "1"), ("b", "1"), ("c", "2")):
        (tmp_path / name).write_text(text)
    a, b, c = (asset_digest(pulumi.FileAsset(str(tmp_path / name))) for name in "abc")
    assert a == b != c
