"""Cases, repair, agreements, proposals, messages: what people do about a mentorship."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Earlier assessments do not say what would change them."""
    with op.batch_alter_table("assessments") as batch:
        batch.add_column(sa.Column("what_if", sa.JSON(), nullable=False, server_default="{}"))
    op.create_index(op.f("ix_people_department"), "people", ["department"], unique=False)
    op.create_table(
        "careers",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("seniority", sa.Integer(), nullable=True),
        sa.Column("promoted_on", sa.Text(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_careers")),
    )
    op.create_table(
        "agreements",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("cadence_days", sa.Integer(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("mentee_brings", sa.Text(), nullable=False),
        sa.Column("mentor_brings", sa.Text(), nullable=False),
        sa.Column("mentee_agreed_at", sa.DateTime(), nullable=True),
        sa.Column("mentor_agreed_at", sa.DateTime(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_agreements_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreements")),
    )
    op.create_index(
        op.f("ix_agreements_mentorship_id"), "agreements", ["mentorship_id"], unique=False
    )
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_since", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("signals", sa.Text(), nullable=False),
        sa.Column("risk", sa.Double(), nullable=True),
        sa.Column("urgency", sa.Double(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snoozed_for", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("known_risk", sa.Double(), nullable=True),
        sa.Column("worries_read", sa.Integer(), nullable=False),
        sa.Column("worries_dismissed", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_cases_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user.id"], name=op.f("fk_cases_owner_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_cases")),
        sa.UniqueConstraint("mentorship_id", name=op.f("uq_cases_mentorship_id")),
    )
    op.create_index(op.f("ix_cases_owner_id"), "cases", ["owner_id"], unique=False)
    op.create_index("ix_cases_status_urgency", "cases", ["status", "urgency"], unique=False)
    op.create_table(
        "closures",
        sa.Column("closure_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("new_mentorship_id", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_closures_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["new_mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_closures_new_mentorship_id_mentorships"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("closure_id", name=op.f("pk_closures")),
    )
    op.create_index(op.f("ix_closures_mentorship_id"), "closures", ["mentorship_id"], unique=False)
    op.create_table(
        "concerns",
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_concerns_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.person_id"],
            name=op.f("fk_concerns_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("concern_id", name=op.f("pk_concerns")),
    )
    op.create_index(
        "ix_concerns_open",
        "concerns",
        ["mentorship_id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "goals",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_goals_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("goal_id", name=op.f("pk_goals")),
    )
    op.create_index(op.f("ix_goals_mentorship_id"), "goals", ["mentorship_id"], unique=False)
    op.create_table(
        "mails",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.person_id"],
            name=op.f("fk_mails_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_mails_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
    )
    op.create_index(op.f("ix_mails_person_id"), "mails", ["person_id"], unique=False)
    op.create_index(op.f("ix_mails_status"), "mails", ["status"], unique=False)
    op.create_index(op.f("ix_mails_user_id"), "mails", ["user_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("to_person", sa.Text(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=True),
        sa.Column("by_user", sa.Integer(), nullable=True),
        sa.Column("by_person", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_person"],
            ["people.person_id"],
            name=op.f("fk_messages_by_person_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_user"], ["user.id"], name=op.f("fk_messages_by_user_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_messages_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_person"],
            ["people.person_id"],
            name=op.f("fk_messages_to_person_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_mentorship_id"), "messages", ["mentorship_id"], unique=False)
    op.create_index(op.f("ix_messages_to_person"), "messages", ["to_person"], unique=False)
    op.create_table(
        "pauses",
        sa.Column("pause_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_pauses_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pause_id", name=op.f("pk_pauses")),
    )
    op.create_index(op.f("ix_pauses_mentorship_id"), "pauses", ["mentorship_id"], unique=False)
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("unwanted", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_preferences_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "pulses",
        sa.Column("pulse_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_pulses_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.person_id"],
            name=op.f("fk_pulses_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pulse_id", name=op.f("pk_pulses")),
        sa.UniqueConstraint(
            "mentorship_id", "side", "kind", name=op.f("uq_pulses_mentorship_id_side_kind")
        ),
    )
    op.create_table(
        "repairs",
        sa.Column("repair_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("by_user", sa.Integer(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("check_back_on", sa.Date(), nullable=False),
        sa.Column("risk_before", sa.Double(), nullable=True),
        sa.Column("risk_after", sa.Double(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_user"], ["user.id"], name=op.f("fk_repairs_by_user_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_repairs_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("repair_id", name=op.f("pk_repairs")),
    )
    op.create_index(op.f("ix_repairs_mentorship_id"), "repairs", ["mentorship_id"], unique=False)
    op.create_table(
        "saved_views",
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_saved_views_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("view_id", name=op.f("pk_saved_views")),
    )
    op.create_index(op.f("ix_saved_views_user_id"), "saved_views", ["user_id"], unique=False)
    op.create_table(
        "standings",
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("risk", sa.Double(), nullable=True),
        sa.Column("signals", sa.Text(), nullable=False),
        sa.Column("safeguarding", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("first_met_on", sa.Date(), nullable=True),
        sa.Column("last_met_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("silent_since", sa.Date(), nullable=True),
        sa.Column("needs_first_meeting", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_standings_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mentorship_id", name=op.f("pk_standings")),
    )
    op.create_index(op.f("ix_standings_safeguarding"), "standings", ["safeguarding"], unique=False)
    op.create_index(op.f("ix_standings_state"), "standings", ["state"], unique=False)
    op.create_table(
        "verdicts",
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_user", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("risk", sa.Double(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("signals", sa.Text(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_user"], ["user.id"], name=op.f("fk_verdicts_by_user_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorships.mentorship_id"],
            name=op.f("fk_verdicts_mentorship_id_mentorships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_mentorship_id"), "verdicts", ["mentorship_id"], unique=False)
    op.create_table(
        "case_events",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_user", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_user"], ["user.id"], name=op.f("fk_case_events_by_user_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.case_id"],
            name=op.f("fk_case_events_case_id_cases"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_case_events")),
    )
    op.create_index(op.f("ix_case_events_case_id"), "case_events", ["case_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.meeting_id"],
            name=op.f("fk_invitations_meeting_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("uid", name=op.f("uq_invitations_uid")),
    )
    op.create_table(
        "proposals",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("later_until", sa.Date(), nullable=True),
        sa.Column("fits", sa.JSON(), nullable=False),
        sa.Column("words_to_mentor", sa.Text(), nullable=False),
        sa.Column("words_to_mentee", sa.Text(), nullable=False),
        sa.Column("words_to_old_mentor", sa.Text(), nullable=False),
        sa.Column("never_again", sa.Boolean(), nullable=False),
        sa.Column("declined_for", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["people.person_id"],
            name=op.f("fk_proposals_mentor_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["user.id"],
            name=op.f("fk_proposals_proposed_by_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["rematch_requests.request_id"],
            name=op.f("fk_proposals_request_id_rematch_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_mentor_id"), "proposals", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_proposals_request_id"), "proposals", ["request_id"], unique=False)
    op.create_index(
        "uq_proposals_open",
        "proposals",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('asked_mentor', 'later', 'asked_mentee')"),
        postgresql_where=sa.text("status IN ('asked_mentor', 'later', 'asked_mentee')"),
    )
    op.create_table(
        "offers",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("fits", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["people.person_id"],
            name=op.f("fk_offers_mentor_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["rematch_requests.request_id"],
            name=op.f("fk_offers_request_id_rematch_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "mentor_id", name=op.f("pk_offers")),
    )
    op.create_table(
        "wishes",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["people.person_id"],
            name=op.f("fk_wishes_mentor_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["rematch_requests.request_id"],
            name=op.f("fk_wishes_request_id_rematch_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "rank", name=op.f("pk_wishes")),
    )


def downgrade() -> None:
    """Forget all that."""
    with op.batch_alter_table("assessments") as batch:
        batch.drop_column("what_if")
    op.drop_table("wishes")
    op.drop_table("offers")
    op.drop_index(
        "uq_proposals_open",
        table_name="proposals",
        sqlite_where=sa.text("status IN ('asked_mentor', 'later', 'asked_mentee')"),
        postgresql_where=sa.text("status IN ('asked_mentor', 'later', 'asked_mentee')"),
    )
    op.drop_index(op.f("ix_proposals_request_id"), table_name="proposals")
    op.drop_index(op.f("ix_proposals_mentor_id"), table_name="proposals")
    op.drop_table("proposals")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_case_events_case_id"), table_name="case_events")
    op.drop_table("case_events")
    op.drop_index(op.f("ix_verdicts_mentorship_id"), table_name="verdicts")
    op.drop_table("verdicts")
    op.drop_index(op.f("ix_people_department"), table_name="people")
    op.drop_index(op.f("ix_standings_state"), table_name="standings")
    op.drop_index(op.f("ix_standings_safeguarding"), table_name="standings")
    op.drop_table("standings")
    op.drop_index(op.f("ix_saved_views_user_id"), table_name="saved_views")
    op.drop_table("saved_views")
    op.drop_index(op.f("ix_repairs_mentorship_id"), table_name="repairs")
    op.drop_table("repairs")
    op.drop_table("pulses")
    op.drop_table("preferences")
    op.drop_index(op.f("ix_pauses_mentorship_id"), table_name="pauses")
    op.drop_table("pauses")
    op.drop_index(op.f("ix_messages_to_person"), table_name="messages")
    op.drop_index(op.f("ix_messages_mentorship_id"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_mails_user_id"), table_name="mails")
    op.drop_index(op.f("ix_mails_status"), table_name="mails")
    op.drop_index(op.f("ix_mails_person_id"), table_name="mails")
    op.drop_table("mails")
    op.drop_index(op.f("ix_goals_mentorship_id"), table_name="goals")
    op.drop_table("goals")
    op.drop_index(
        "ix_concerns_open",
        table_name="concerns",
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_table("concerns")
    op.drop_index(op.f("ix_closures_mentorship_id"), table_name="closures")
    op.drop_table("closures")
    op.drop_index("ix_cases_status_urgency", table_name="cases")
    op.drop_index(op.f("ix_cases_owner_id"), table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_agreements_mentorship_id"), table_name="agreements")
    op.drop_table("agreements")
    op.drop_table("careers")
