"""Settings of the reader's account: language, time zone, quiet hours, and which mails come."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, refresh
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField

from app.errors import Invalid
from app.services import current_session
from app.services import preferences as service
from app.services.mail.mail_kinds import KINDS
from app.web.forms import MultiCheckboxField, put_at_field, shown
from app.web.options import options
from app.web.reader import actor

_HOURS = options({str(hour): f"{hour:02}:00" for hour in range(24)})


class SettingsForm(FlaskForm):
    """How somebody wants to read and be written to."""

    language = SelectField(
        _("Language"), description=_("Of pages and mails."), choices=[], default=""
    )
    timezone = StringField(_("Time zone"))
    quiet_from = SelectField(_("No mails from"), choices=_HOURS)
    quiet_until = SelectField(_("No mails until"), choices=_HOURS)
    wanted = MultiCheckboxField(
        _("Which mails do you want?"),
        description=_(
            "Messages, changes of mentor and the end of a mentorship always come: somebody "
            "waits for you, or you have to know. Reminders come at most once a day."
        ),
    )
    digest = RadioField(
        _("How often do you want a summary of what waits?"),
        description=_("For coordinators: numbers and a link, no names."),
        choices=options(service.DIGESTS),
    )


def settings() -> ResponseReturnValue:
    """Read and change them."""
    now = service.get(current_session(), actor())
    form = SettingsForm(
        language=now.language,
        timezone=now.timezone,
        quiet_from=str(now.quiet_from),
        quiet_until=str(now.quiet_until),
        wanted=[key for key in now.choosable if key not in now.unwanted],
        digest=now.digest,
    )
    form.language.choices = options({"": gettext("As my browser says")} | service.LANGUAGES)
    form.wanted.choices = options({key: KINDS[key].label for key in now.choosable})
    form.timezone.description = gettext(
        "Empty: %(timezone)s, as your organisation has it.", timezone=now.roster_timezone
    )
    if not now.offers_digest:
        del form.digest
    if form.validate_on_submit():
        try:
            _save(form, now.choosable)
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            refresh()  # The word of thanks is in the new language already.
            flash(gettext("Your settings are saved."))
            return redirect(url_for("account.settings"))
    return shown("account/settings.html", form, timezones=service.timezones())


def _save(form: SettingsForm, choosable: tuple[str, ...]) -> None:
    service.save(
        current_session(),
        actor(),
        language=form.language.data,
        timezone=(form.timezone.data or "").strip(),
        quiet_from=int(form.quiet_from.data),
        quiet_until=int(form.quiet_until.data),
        unwanted=[key for key in choosable if key not in (form.wanted.data or ())],
        digest=form.digest.data if form.digest else None,
    )
