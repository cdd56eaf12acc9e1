"""What several parts of the API say in the same way."""

from __future__ import annotations

from marshmallow import Schema, fields


class PersonSchema(Schema):
    """Someone on the roster."""

    person_id = fields.String()
    name = fields.String()
    email = fields.String()
    department = fields.String()
    job_title = fields.String()
    location = fields.String()
    timezone = fields.String()
    languages = fields.List(fields.String())


class PagingSchema(Schema):
    """Where in a long list a page stands."""

    page = fields.Integer()
    pages = fields.Integer()
    total = fields.Integer()
