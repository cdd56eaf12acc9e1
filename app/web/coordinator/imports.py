"""A bundle in and out: upload, preview, confirm, watch the scoring; export."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import jobs
from app.services import current_session, models, programme
from app.services.bundles import export
from app.services.bundles import imports as service
from app.web.forms import ConfirmForm, UploadForm, shown
from app.web.reader import settings


def upload() -> ResponseReturnValue:
    """Choose a zip; it is only looked at. One with problems goes no further."""
    session = current_session()
    form = UploadForm()
    if form.validate_on_submit():
        found = service.preview(session, form.bundle.data.stream, settings().staged_dir)
        if found.token is not None:
            return redirect(url_for("coordinator.preview", token=found.token))
        name = form.bundle.data.filename
        return render_template("imports/problems.html", found=found, name=name), 422
    return shown("imports/upload.html", form, status=programme.status(session))


def preview(token: str) -> ResponseReturnValue:
    """What a staged bundle would change; confirming stores it and starts the scoring."""
    session = current_session()
    found = service.staged(session, token, settings().staged_dir)
    # Whoever brings their own programme hardly wants the demo's people among theirs.
    demo = programme.status(session).is_demo
    form = ConfirmForm(mode="replace" if found.conflicts or demo else "update")
    removed = sum(one.removed for one in found.changes)
    if form.validate_on_submit():
        replace = form.mode.data == "replace"
        if replace and removed and form.seen.data != str(removed):
            return render_template("imports/replace.html", found=found, form=form, removed=removed)
        service.confirm(session, token, settings().staged_dir, replace=replace)
        flash(_("The programme is stored. Scores follow now."))
        return redirect(url_for("coordinator.job", token=jobs.rescore_programme()))
    return shown("imports/preview.html", form, found=found, demo=demo)


def job(token: str) -> str:
    """How far the scoring is; the page refreshes itself until it is done."""
    return render_template("imports/progress.html", job=jobs.progress(token), model=models.status())


def export_zip() -> Response:
    """The programme as a bundle that imports again to the same content."""
    session = current_session()
    day = programme.programme_day(session)
    return send_file(
        BytesIO(export.export_zip(session)),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"programme-{day.isoformat()}.zip",
    )
