"""The commands of ``flask --app app``."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.services import current_session
from app.services import programme as programmes
from app.settings import Settings
from model.bundle import write_folder
from tests.fakes import FakeModels
from tests.small_programme import programme


def run(app: Flask, *words: str, **more: str) -> Result:
    return app.test_cli_runner().invoke(args=[*words], **more)  # type: ignore[arg-type]


def test_init_makes_secrets_and_tables_and_can_be_run_again(settings: Settings) -> None:
    app = create_app(settings, FakeModels())
    assert run(app, "init").exit_code == 0
    assert run(app, "init").exit_code == 0
    assert (settings.instance / "rapport.sqlite3").is_file()


@pytest.mark.parametrize("command", ["serve", "load-demo", "rescore"])
def test_before_init_a_command_says_what_to_do(settings: Settings, command: str) -> None:
    result = run(create_app(settings, FakeModels()), command)
    assert result.exit_code == 1
    assert "flask --app app init" in result.output


def test_the_demo_is_loaded_once(empty_app: Flask) -> None:
    first = run(empty_app, "load-demo").output
    assert first.startswith("The demo programme is loaded.")
    assert first.endswith("27 mentorships are scored.\n")
    assert run(empty_app, "load-demo").output == ""
    with empty_app.app_context():
        status = programmes.status(current_session())
    assert (status.is_demo, str(status.day)) == (True, "2026-11-20")


def test_a_demo_that_could_not_be_loaded_whole_is_loaded_the_next_time(
    empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("app.services.bundles.demo.DAY", "a day that can't be stored")
        assert run(empty_app, "load-demo").exit_code == 1
    assert run(empty_app, "load-demo").output.startswith("The demo programme is loaded.")


def test_the_demo_does_not_touch_a_programme_that_is_there(app: Flask) -> None:
    result = run(app, "load-demo")
    assert (result.exit_code, result.output) == (0, "")


def test_a_bundle_is_imported_and_scored(empty_app: Flask, tmp_path: Path) -> None:
    write_folder(programme(), tmp_path / "bundle")
    result = run(empty_app, "import", str(tmp_path / "bundle"))
    assert "people: 8 new, 0 changed, 0 removed, 0 as before" in result.output
    assert "3 mentorships are scored." in result.output


def test_a_broken_bundle_is_told_and_nothing_is_stored(empty_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person_id,name\np1,Ann\n", encoding="utf-8")
    result = run(empty_app, "import", str(tmp_path))
    assert result.exit_code == 1
    assert "people.csv" in result.output and "email" in result.output
    with empty_app.app_context():
        assert programmes.status(current_session()).people == 0


def test_an_export_is_a_bundle(app: Flask, tmp_path: Path) -> None:
    run(app, "export", str(tmp_path / "out.zip"))
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert "people.csv" in archive.namelist()
    assert (tmp_path / "out.zip").stat().st_mode & 0o077 == 0


def test_an_account_is_made(app: Flask) -> None:
    words = ("create-user", "new@example.org", "--role", "administrator")
    result = run(app, *words, input="long enough pw\nlong enough pw\n")
    assert "new@example.org can sign in." in result.output
    assert "has an account" not in result.output


def test_an_account_is_not_made_twice(app: Flask) -> None:
    words = ("create-user", "kim@example.org", "--role", "coordinator", "--password", "x" * 12)
    assert run(app, *words).exit_code == 1


def test_a_link_for_a_coordinator_is_made_on_the_server(app: Flask) -> None:
    assert "http://127.0.0.1:8000/reset/" in run(app, "sign-in-link", "kim").output


def test_scoring_without_a_model_says_so(app: Flask, models: FakeModels) -> None:
    models.broken = "there is no released model"
    assert "Scores are off: there is no released model" in run(app, "rescore", "--all").output
