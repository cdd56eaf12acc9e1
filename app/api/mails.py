"""The outbox, for coordinators."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.schemas import PagingSchema
from app.services import current_session
from app.services.mail import outbox
from app.services.mail.outbox import Outbox, WholeMail

blueprint = Blueprint(
    "mails-api",
    __name__,
    url_prefix="/api/v1/mails",
    description="What the programme has written to whom, and what became of it; for coordinators.",
)


class OutboxQuery(Schema):
    """Which mails."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *outbox.STATUSES]))
    kind = fields.String(load_default="")
    page = fields.Integer(load_default=1, validate=validate.Range(1))


class MailSchema(Schema):
    """A mail; ``why`` says why it was not sent."""

    mail_id = fields.Integer()
    kind = fields.String()
    to = fields.String()
    subject = fields.String()
    status = fields.String()
    why = fields.String()
    queued_at = fields.DateTime()
    try_at = fields.DateTime()
    sent_at = fields.DateTime(allow_none=True)
    attempts = fields.Integer()
    has_calendar = fields.Boolean()


class WholeMailSchema(Schema):
    """A mail with its text."""

    mail = fields.Nested(MailSchema)
    text = fields.String()


class OutboxSchema(Schema):
    """One page of the outbox, newest first; ``counts`` are of all mails, by status."""

    mails = fields.List(fields.Nested(MailSchema))
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    kinds = fields.List(fields.String())
    paging = fields.Nested(PagingSchema)


@blueprint.get("", endpoint="list")
@blueprint.arguments(OutboxQuery, location="query", as_kwargs=True)
@blueprint.response(200, OutboxSchema)
def list_mails(status: str, kind: str, page: int) -> Outbox:
    """What waits, was sent, failed or was dropped."""
    return outbox.listed(current_session(), status=status, of_kind=kind, page=page)


@blueprint.get("/<int:mail_id>", endpoint="one")
@blueprint.response(200, WholeMailSchema)
def one_mail(mail_id: int) -> WholeMail:
    """One mail as its reader gets it; a link that sets a password is left out."""
    return outbox.one(current_session(), mail_id)


@blueprint.post("/<int:mail_id>/again", endpoint="again")
@blueprint.response(200, WholeMailSchema)
def send_again(mail_id: int) -> WholeMail:
    """Try a failed mail anew."""
    outbox.send_again(current_session(), mail_id)
    return outbox.one(current_session(), mail_id)
