"""A bundle that comes as a zip: loose files or one folder, and nothing on the disk but reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from model import bundle
from model.bundle import read_zip
from model.errors import BundleError
from tests.model.csv_files import accepted, files, set_cell


def zipped(contents: Mapping[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def places(file: io.BytesIO) -> list[tuple[str, int | None, str]]:
    with pytest.raises(BundleError) as caught:
        read_zip(file)
    return [(one.file, one.row, one.column) for one in caught.value.problems]


@pytest.mark.parametrize("folder", ["", "programme/", "Our export 2026/", "a/b/", "a\\"])
def test_the_files_may_lie_in_a_folder(folder: str) -> None:
    file = zipped({folder + name: content for name, content in files().items()})
    assert read_zip(file).programme == accepted(files()).programme


@pytest.mark.parametrize(
    "stranger", ["__MACOSX/people.csv", "__MACOSX/._people.csv", ".DS_Store", "x/readme.txt"]
)
def test_files_that_do_not_belong_to_the_bundle_do_no_harm(stranger: str) -> None:
    file = zipped({**files(), stranger: b"\xff\x00"})
    assert read_zip(file).programme == accepted(files()).programme


@pytest.mark.parametrize("path", ["../../", "/", "C:\\", "..\\"])
def test_a_path_out_of_the_archive_writes_nothing(
    path: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path_factory.mktemp("top")
    deep = top / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    read_zip(zipped({path + name: content for name, content in files().items()}))
    assert sorted(top.rglob("*")) == [top / "a", deep]


def test_a_problem_inside_is_told_with_its_place() -> None:
    contents = files(set_cell("meetings.csv", 3, "mentee_rating", "7"))
    assert places(zipped(contents)) == [("meetings.csv", 3, "mentee_rating")]


def test_a_missing_file_is_named() -> None:
    contents = files()
    del contents["meetings.csv"]
    assert places(zipped(contents)) == [("meetings.csv", None, "")]


def test_the_same_file_twice_is_refused() -> None:
    contents = files()
    assert places(zipped({**contents, "old/people.csv": contents["people.csv"]})) == [
        ("people.csv", None, "")
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"person_id,name\n", b"PK\x03\x04 and no more", files()["people.csv"] * 100],
    ids=["empty", "a CSV file", "a torn zip", "long"],
)
def test_what_is_not_a_zip_is_refused(content: bytes) -> None:
    assert places(io.BytesIO(content)) == [("the upload", None, "")]


def test_a_zip_cut_short_is_refused() -> None:
    whole = zipped(files()).getvalue()
    assert places(io.BytesIO(whole[: len(whole) // 2])) == [("the upload", None, "")]


@pytest.mark.parametrize("place", [45, 60, 90])
def test_a_zip_with_a_damaged_file_is_refused(place: int) -> None:
    damaged = bytearray(zipped(files()).getvalue())
    damaged[place] ^= 0xFF
    assert places(io.BytesIO(bytes(damaged))) == [("the upload", None, "")]


def test_an_encrypted_zip_is_refused() -> None:
    marked = bytearray(zipped(files()).getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        marked[marked.index(mark) + offset] |= 1
    assert places(io.BytesIO(bytes(marked))) == [("the upload", None, "")]


def test_more_files_than_a_bundle_can_have_are_refused() -> None:
    many = {f"{number}.txt": b"" for number in range(bundle.MAX_FILES_IN_ZIP)}
    assert places(zipped({**many, **files()})) == [("the upload", None, "")]


def test_a_bomb_is_refused_by_what_is_really_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_UNPACKED_BYTES", 100_000)
    contents = files()
    contents["people.csv"] += b"\n" * 10_000_000
    assert places(zipped(contents)) == [("the upload", None, "")]


def test_the_limit_on_what_is_unpacked_holds_for_all_files_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contents = files()
    monkeypatch.setattr(bundle, "MAX_UNPACKED_BYTES", sum(map(len, contents.values())) - 1)
    assert places(zipped(contents)) == [("the upload", None, "")]


def test_the_limit_allows_what_just_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = files()
    monkeypatch.setattr(bundle, "MAX_UNPACKED_BYTES", sum(map(len, contents.values())))
    assert read_zip(zipped(contents)).programme.people
