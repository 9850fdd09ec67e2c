"""Moving in."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_moving_in"
down_revision = "2026_11_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
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

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duties", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("duties_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("settled", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duties", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("duties_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("duties_sealed")
        batch_op.drop_column("duties")

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_column("settled")
        batch_op.drop_column("duties_sealed")
        batch_op.drop_column("duties")

    with op.batch_alter_table("rides", schema=None) as batch_op:
        batch_op.drop_index("ix_rides_lift")

    op.drop_table("rides")
    op.drop_table("lifts")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index("ix_duties_membership")

    op.drop_table("duties")
    op.drop_table("standing_lifts")
    op.drop_table("standing_duties")
