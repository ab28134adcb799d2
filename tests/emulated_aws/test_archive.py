"""Archives as programs describe them."""

import io
import zipfile
from pathlib import Path

import pulumi
import pytest

from emulated_aws.deployment import UnsupportedError
from emulated_aws.deployment.archive import zip_archive


def contents(archive: pulumi.Archive) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zip_archive(archive))) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_folders_files_texts_and_zip_files_are_put_together(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.py").write_text("a")
    (folder / "inner" / "b.py").write_text("b")
    packed = tmp_path / "packed.zip"
    packed.write_bytes(zip_archive(pulumi.FileArchive(str(folder))))
    archive = pulumi.AssetArchive(
        {
            ".": pulumi.FileArchive(str(folder)),
            "vendored": pulumi.AssetArchive({"libs": pulumi.FileArchive(str(packed))}),
            "c.py": pulumi.StringAsset("c"),
            "d.py": pulumi.FileAsset(str(folder / "a.py")),
        }
    )
    assert contents(archive) == {
        "a.py": b"a",
        "inner/b.py": b"b",
        "vendored/libs/a.py": b"a",
        "vendored/libs/inner/b.py": b"b",
        "c.py": b"c",
        "d.py": b"a",
    }


@pytest.mark.parametrize(
    "archive", [pulumi.RemoteArchive("https://example.org/a.zip"), pulumi.FileArchive("missing.tar.gz")]
)
def test_what_cannot_be_zipped_is_named(archive: pulumi.Archive) -> None:
    with pytest.raises(UnsupportedError, match=r"example\.org|missing\.tar\.gz"):
        zip_archive(archive)
