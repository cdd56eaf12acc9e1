"""A released model is loaded only if every file is what the manifest says."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import torch

from model import artifact
from model.artifact import Release, current_release, load_release
from model.errors import ModelError, ModelMissing, ModelTampered, ModelUnreadable
from model.health import HealthModel
from model.history import History
from model.network import Network
from model.programme import Meeting
from model.reading import Note
from tests.model import small_model
from tests.model.conftest import ROOT


@pytest.fixture
def folder(small_release_folder: Path, tmp_path: Path) -> Path:
    """A release that a test may spoil."""
    return Path(shutil.copytree(small_release_folder, tmp_path / "release"))


@dataclass
class Watch:
    """Stands where ``Network.load`` stood, and notes what was opened."""

    load: Callable[..., Any]
    opened: list[str] = field(default_factory=list)

    def __call__(self, file: Path, *rest: Any) -> Any:
        self.opened.append(file.name)
        return self.load(file, *rest)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch(Network.load)
    monkeypatch.setattr(Network, "load", watch)
    return watch


def load(folder: Path) -> Release:
    return load_release(folder)


def parts(folder: Path) -> list[Path]:
    """Every file of a release but its manifest."""
    return sorted(path for path in folder.iterdir() if path.name != "manifest.json")


def change_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def vouch_for(folder: Path, name: str) -> None:
    """Make the manifest say that a file is as it should be."""
    digest = artifact._digest(folder / name)
    change_manifest(folder, lambda manifest: manifest["files"].update({name: digest}))


def test_a_model_judges_the_same_after_saving_and_loading(folder: Path) -> None:
    text = "He cancelled again. It helped me. He threatened me."
    meeting = Meeting("x", "m", date(2026, 1, 5), "held", mentee_feedback=text, mentee_rating=2)
    history = History("m", "peer", date(2026, 1, 1), 14, date(2026, 3, 1), (meeting,))
    health = HealthModel(small_model.network(), small_model.line())
    assert load(folder).health.assess([history]) == health.assess([history])


def test_a_release_tells_its_version_and_facts(folder: Path) -> None:
    release = load(folder)
    assert (release.version, release.manifest["facts"]) == (small_model.VERSION, small_model.FACTS)


def test_the_manifest_names_the_digest_of_every_other_file(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert sorted(manifest["files"]) == [path.name for path in parts(folder)]


def test_the_network_of_a_sound_release_is_opened(folder: Path, watch: Watch) -> None:
    load(folder)
    assert watch.opened == ["network.safetensors"]


@pytest.mark.parametrize("how", ["one bit", "cut short", "emptied", "longer"])
def test_a_tampered_file_is_found_and_nothing_is_loaded(
    folder: Path, how: str, watch: Watch
) -> None:
    for path in parts(folder):
        sound = path.read_bytes()
        content = bytearray(sound)
        if how == "one bit":
            content[len(content) // 2] ^= 1
        elif how == "cut short":
            del content[-1:]
        elif how == "emptied":
            content.clear()
        else:
            content += b"\n"
        path.write_bytes(content)
        with pytest.raises(ModelTampered, match=path.name):
            load(folder)
        assert watch.opened == []
        path.write_bytes(sound)


def test_a_missing_file_is_named_and_nothing_is_loaded(folder: Path, watch: Watch) -> None:
    for path in parts(folder):
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(ModelMissing, match=path.name):
            load(folder)
        assert watch.opened == []
        path.write_bytes(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}", b'{"files": []}',
     b'{"version": "1", "files": {}, "libraries": []}', b'{"files": {}, "libraries": {}}', b'{"format": 1, "files": {}}'],
)  # fmt: skip
def test_a_manifest_that_is_none_is_found_and_nothing_is_loaded(
    folder: Path, content: bytes, watch: Watch
) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(ModelTampered, match=r"manifest\.json"):
        load(folder)
    assert watch.opened == []


def test_a_manifest_that_forgets_a_file_is_found_and_nothing_is_loaded(
    folder: Path, watch: Watch
) -> None:
    sound = (folder / "manifest.json").read_bytes()
    for path in parts(folder):
        change_manifest(folder, lambda manifest, name=path.name: manifest["files"].pop(name))  # type: ignore[misc]
        with pytest.raises(ModelTampered):
            load(folder)
        assert watch.opened == []
        (folder / "manifest.json").write_bytes(sound)


def test_a_manifest_with_another_digest_is_found_and_nothing_is_loaded(
    folder: Path, watch: Watch
) -> None:
    change_manifest(folder, lambda manifest: manifest["files"].update({"line.json": "0" * 64}))
    with pytest.raises(ModelTampered):
        load(folder)
    assert watch.opened == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda manifest: manifest.update(format=1), "format 1"),
        (lambda manifest: manifest.pop("format"), "format None"),
        (lambda manifest: manifest.update(embedding_sha256="0"), "embedding"),
    ],
    ids=["an earlier format", "no format", "other weights"],
)
def test_a_model_made_elsewhere_is_refused_with_what_differs_and_nothing_is_loaded(
    folder: Path, change: Callable[[dict[str, Any]], object], named: str, watch: Watch
) -> None:
    change_manifest(folder, change)
    with pytest.raises(ModelUnreadable, match=named):
        load(folder)
    assert watch.opened == []


@pytest.mark.parametrize("content", [b"", b"\x00", b"{}", pickle.dumps({"head": 1})])
def test_a_network_that_holds_anything_but_tensors_is_refused_even_with_the_right_digest(
    folder: Path, content: bytes
) -> None:
    (folder / "network.safetensors").write_bytes(content)
    vouch_for(folder, "network.safetensors")
    with pytest.raises(ModelUnreadable):
        load(folder)


def test_a_network_of_another_shape_is_refused_when_it_is_first_needed(folder: Path) -> None:
    tensors = {**small_model.network().tensors, "head.fails.bias": torch.zeros(2)}
    Network(tensors).save(folder / "network.safetensors")
    vouch_for(folder, "network.safetensors")
    with pytest.raises(ModelUnreadable, match="make train"):
        load(folder).health.reader.read([Note("x", "mentee", "He cancelled again.")])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"features": []}', "\x00"])
def test_a_line_that_is_none_is_refused_even_with_the_right_digest(
    folder: Path, content: str
) -> None:
    (folder / "line.json").write_text(content)
    vouch_for(folder, "line.json")
    with pytest.raises(ModelUnreadable):
        load(folder)


def test_a_line_for_other_features_is_refused(folder: Path) -> None:
    line = json.loads((folder / "line.json").read_text())
    line["features"].reverse()
    (folder / "line.json").write_text(json.dumps(line))
    vouch_for(folder, "line.json")
    with pytest.raises(ModelUnreadable, match="features"):
        load(folder)


def test_a_line_with_a_weight_too_few_is_refused(folder: Path) -> None:
    line = json.loads((folder / "line.json").read_text())
    line["weights"].pop()
    (folder / "line.json").write_text(json.dumps(line))
    vouch_for(folder, "line.json")
    with pytest.raises(ModelUnreadable):
        load(folder)


def test_every_refusal_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="make"):
        load(ROOT / "nowhere")


# ---- which release is current -------------------------------------------------------------------


def test_the_shipped_release_is_current_unless_another_is_named(small_release_folder: Path) -> None:
    assert current_release(small_release_folder.parent) == small_release_folder


def test_the_release_that_is_named_is_current(small_release_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(small_release_folder, tmp_path / "shipped")
    shutil.copytree(small_release_folder, tmp_path / "second")
    (tmp_path / "CURRENT").write_text("second\n")
    assert current_release(tmp_path) == tmp_path / "second"


@pytest.mark.parametrize("named", [None, "gone", ""])
def test_without_a_release_its_absence_is_told(tmp_path: Path, named: str | None) -> None:
    if named is not None:
        (tmp_path / "CURRENT").write_text(named)
    with pytest.raises(ModelMissing, match="make"):
        current_release(tmp_path)


def test_a_save_that_was_cut_short_is_no_release(folder: Path, tmp_path: Path) -> None:
    (folder / "manifest.json").unlink()
    folder.rename(tmp_path / "shipped")
    with pytest.raises(ModelMissing):
        current_release(tmp_path)


def test_the_shipped_model_is_sound(shipped: Release) -> None:
    assert shipped.version == shipped.manifest["version"]
