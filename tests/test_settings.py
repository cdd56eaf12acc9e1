"""The settings and the secrets."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, describe, write_private


def test_without_variables_the_defaults_hold() -> None:
    settings = Settings.from_environment({"PATH": "/bin"})
    assert (settings.host, settings.port, settings.https_only) == ("127.0.0.1", 8000, False)


def test_variables_are_read_by_their_type() -> None:
    settings = Settings.from_environment(
        {"RAPPORT_PORT": "9000", "RAPPORT_INSTANCE": "/srv/r", "RAPPORT_HTTPS_ONLY": "yes"}
    )
    assert (settings.port, settings.instance, settings.https_only) == (9000, Path("/srv/r"), True)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("RAPPORT_PORT", "eight", "whole number"),
        ("RAPPORT_PORT", "70000", "from 0 to 65535"),
        ("RAPPORT_HTTPS_ONLY", "perhaps", "give 1 or 0"),
        ("RAPPORT_PROT", "8000", "not a setting"),
        ("RAPPORT_SESSION_HOURS", "0", "from 1 to"),
        ("RAPPORT_TIMEZONE", "Tarnbeck", "one such as Europe/Berlin"),
        ("RAPPORT_TIMEZONE", "../../etc/passwd", "one such as Europe/Berlin"),
        ("RAPPORT_MAIL_ENCRYPTION", "perhaps", "starttls, tls or none"),
        ("RAPPORT_MAIL_SENDER", "nobody", "an address"),
        ("RAPPORT_BASE_ADDRESS", "rapport.corp", "links in mails"),
    ],
)
def test_a_setting_that_can_not_be_used_is_named(key: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=key) as refused:
        Settings.from_environment({key: value})
    assert told in str(refused.value)


def test_every_setting_is_described() -> None:
    assert len([*describe()]) == len(fields(Settings))
    assert all(help_text for *_, help_text in describe())


def test_secrets_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path / "instance")
    first = settings.secrets()
    assert settings.secrets() == first
    assert (tmp_path / "instance" / "secrets.json").stat().st_mode & 0o077 == 0
    assert Settings(instance=tmp_path / "other").secrets() != first


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    write_private(tmp_path / "file", b"old")
    write_private(tmp_path / "file", "new ü".encode())
    assert (tmp_path / "file").read_text(encoding="utf-8") == "new ü"
    assert len([*tmp_path.iterdir()]) == 1


def test_a_mail_server_needs_the_address_that_links_lead_to() -> None:
    with pytest.raises(SettingsError, match="RAPPORT_BASE_ADDRESS"):
        Settings.from_environment({"RAPPORT_MAIL_SERVER": "mail.corp"})


def test_the_password_of_the_mail_server_is_not_shown_by_chance() -> None:
    assert "secret" not in repr(Settings(mail_password="secret"))


def test_links_in_mails_begin_with_the_address_that_people_know() -> None:
    assert Settings(base_address="https://rapport.corp/").address == "https://rapport.corp"
    assert Settings(port=8001).address == "http://127.0.0.1:8001"
