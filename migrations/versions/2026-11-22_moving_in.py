"""Moving in."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_moving_in"
down_revision = "2026_11_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("own_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("own_group_id", sa.Uuid(), nullable=True),
        sa.Column("former_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("given_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("given_group_id", sa.Uuid(), nullable=True),
        sa.Column("given_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("drawn_check", sa.LargeBinary(length=32), nullable=True),
        sa.Column("drawn_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_ref_hash", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_cards_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("drawn_ref_hash", name=op.f("uq_cards_drawn_ref_hash")),
        sa.UniqueConstraint("number_index", name=op.f("uq_cards_number_index")),
        sa.UniqueConstraint("person_id", name=op.f("uq_cards_person_id")),
    )
    op.create_table(
        "call_lists",
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("phone_list", "telling", name="callpurpose", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_call_lists_group_id_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_call_lists_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_call_lists")),
    )
    op.create_table(
        "call_wishes",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("missed_before", sa.Integer(), nullable=False),
        sa.Column("counted_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_meeting_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("missed >= 0 AND missed_before >= 0", name=op.f("ck_call_wishes_counted")),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_call_wishes_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_call_wishes_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_call_wishes")),
        sa.UniqueConstraint("group_id", "membership_id", name=op.f("uq_call_wishes_group_id_membership_id")),
    )
    op.create_table(
        "news",
        sa.Column(
            "kind",
            sa.Enum(
                "moved",
                "cancelled",
                "series_ended",
                "series_changed",
                name="newskind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_news_group_id_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_news_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_news")),
        sa.UniqueConstraint(
            "group_id", "kind", "subject_id", "turn", name=op.f("uq_news_group_id_kind_subject_id_turn")
        ),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index("ix_news_until", ["until"], unique=False)

    op.create_table(
        "standing_duties",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "host",
                "key",
                "coffee",
                "newcomer",
                "call",
                name="dutykind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_standing_duties_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "series_id"],
            ["series.group_id", "series.id"],
            name=op.f("fk_standing_duties_group_id_series_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_standing_duties_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_standing_duties")),
        sa.UniqueConstraint("group_id", "series_id", "kind", name=op.f("uq_standing_duties_group_id_series_id_kind")),
    )
    op.create_table(
        "standing_lifts",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("driver_id", sa.Uuid(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("shows_phone", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(seats IS NULL) <> (driver_id IS NULL)", name=op.f("ck_standing_lifts_offers_or_rides")),
        sa.ForeignKeyConstraint(
            ["group_id", "driver_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_standing_lifts_group_id_driver_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_standing_lifts_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "series_id"],
            ["series.group_id", "series.id"],
            name=op.f("fk_standing_lifts_group_id_series_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_standing_lifts_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_standing_lifts")),
        sa.UniqueConstraint(
            "group_id", "series_id", "membership_id", name=op.f("uq_standing_lifts_group_id_series_id_membership_id")
        ),
    )
    op.create_table(
        "duties",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "host",
                "key",
                "coffee",
                "newcomer",
                "call",
                name="dutykind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("passed_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("freed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meetings.group_id", "meetings.id"],
            name=op.f("fk_duties_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_duties_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_duties_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_duties")),
        sa.UniqueConstraint("group_id", "meeting_id", "kind", name=op.f("uq_duties_group_id_meeting_id_kind")),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index("ix_duties_membership", ["group_id", "membership_id"], unique=False)

    op.create_table(
        "lifts",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("shows_phone", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column(
            "rests",
            sa.Enum("not_this_time", "not_coming", name="rest", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("before_change", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("seats >= 1 AND seats <= 8", name=op.f("ck_lifts_seats")),
        sa.CheckConstraint("taken >= 0 AND taken <= seats", name=op.f("ck_lifts_never_oversold")),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meetings.group_id", "meetings.id"],
            name=op.f("fk_lifts_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_lifts_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_lifts_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_lifts")),
        sa.UniqueConstraint(
            "group_id", "meeting_id", "membership_id", name=op.f("uq_lifts_group_id_meeting_id_membership_id")
        ),
    )
    op.create_table(
        "told",
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_told_group_id_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_told_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "news_id"],
            ["news.group_id", "news.id"],
            name=op.f("fk_told_group_id_news_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_told_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_told")),
        sa.UniqueConstraint(
            "group_id", "news_id", "membership_id", name=op.f("uq_told_group_id_news_id_membership_id")
        ),
    )
    op.create_table(
        "unnamed",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("figure >= 0", name=op.f("ck_unnamed_figure")),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meetings.group_id", "meetings.id"],
            name=op.f("fk_unnamed_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_unnamed_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_unnamed")),
        sa.UniqueConstraint("group_id", "meeting_id", name=op.f("uq_unnamed_group_id_meeting_id")),
    )
    op.create_table(
        "rides",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("lift_id", sa.Uuid(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column(
            "rests",
            sa.Enum("not_this_time", "not_coming", name="rest", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("before_change", sa.Boolean(), nullable=False),
        sa.Column("lost", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("heads >= 1 AND heads <= 4", name=op.f("ck_rides_heads")),
        sa.ForeignKeyConstraint(
            ["group_id", "lift_id"],
            ["lifts.group_id", "lifts.id"],
            name=op.f("fk_rides_group_id_lift_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meetings.group_id", "meetings.id"],
            name=op.f("fk_rides_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_rides_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rides_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_rides")),
        sa.UniqueConstraint(
            "group_id", "meeting_id", "membership_id", name=op.f("uq_rides_group_id_meeting_id_membership_id")
        ),
    )
    with op.batch_alter_table("rides", schema=None) as batch_op:
        batch_op.create_index("ix_rides_lift", ["group_id", "lift_id"], unique=False)

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("anonymous", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("drawn", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.create_index(
            "ix_answers_anonymous",
            ["group_id", "meeting_id"],
            unique=False,
            sqlite_where=sa.text("anonymous = 1"),
            postgresql_where=sa.text("anonymous"),
        )

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duties", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("duties_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("settled", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("for_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("imported", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("row_sealed", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_invitations_group_id_for_id"),
            "memberships",
            ["group_id", "for_id"],
            ["group_id", "id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("news_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("tell_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lets_answer", sa.Boolean(), server_default=sa.text("(true)"), nullable=False))
        batch_op.add_column(sa.Column("own_words_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("imported", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("days", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("duties", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("duties_sealed", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("only_group_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_answers_standing"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_answers_standing"),
            "standing IN ('seated', 'waiting', 'offered', 'declined', 'expired', 'free', 'unseated')",
        )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_answers_anonymous_holds_no_seat"),
            "NOT anonymous OR (guests = 0 AND by_id IS NULL AND standing IN ('free', 'unseated'))",
        )


def downgrade() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_answers_standing"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_answers_standing"), "standing IN ('seated', 'waiting', 'offered', 'declined', 'expired', 'free')"
        )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_answers_anonymous_holds_no_seat"), type_="check")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_column("only_group_id")

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("duties_sealed")
        batch_op.drop_column("duties")
        batch_op.drop_column("days")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_column("imported")
        batch_op.drop_column("own_words_sealed")
        batch_op.drop_column("lets_answer")

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_column("tell_until")
        batch_op.drop_column("news_id")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitations_group_id_for_id"), type_="foreignkey")
        batch_op.drop_column("row_sealed")
        batch_op.drop_column("imported")
        batch_op.drop_column("for_id")

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_column("settled")
        batch_op.drop_column("duties_sealed")
        batch_op.drop_column("duties")

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_answers_anonymous", sqlite_where=sa.text("anonymous = 1"), postgresql_where=sa.text("anonymous")
        )
        batch_op.drop_column("drawn")
        batch_op.drop_column("anonymous")

    with op.batch_alter_table("rides", schema=None) as batch_op:
        batch_op.drop_index("ix_rides_lift")

    op.drop_table("rides")
    op.drop_table("unnamed")
    op.drop_table("told")
    op.drop_table("lifts")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index("ix_duties_membership")

    op.drop_table("duties")
    op.drop_table("standing_lifts")
    op.drop_table("standing_duties")
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.drop_index("ix_news_until")

    op.drop_table("news")
    op.drop_table("call_wishes")
    op.drop_table("call_lists")
    op.drop_table("cards")
