"""Locks and rights."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_locks_and_rights"
down_revision = "2026_11_moving_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "person", "managed", "group", name="erasurekind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("swept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("number", name=op.f("uq_erasures_number")),
        sa.UniqueConstraint("owner_id", name=op.f("uq_erasures_owner_id")),
    )
    op.create_table(
        "journal_heads",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_journal_heads")),
    )
    op.create_table(
        "journal_tip",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_tip")),
    )
    op.create_table(
        "lock_challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bound_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("is_making", sa.Boolean(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(length=64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_challenges")),
        sa.UniqueConstraint("bound_hash", name=op.f("uq_lock_challenges_bound_hash")),
    )
    op.create_table(
        "stray_keys",
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_stray_keys")),
    )
    op.create_table(
        "address_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("first_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("knows_others", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.DateTime(timezone=True), nullable=True),
        sa.Column("former_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_address_changes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
    )
    with op.batch_alter_table("address_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_changes_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ux_address_changes_waiting",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("done IS NULL"),
            postgresql_where=sa.text("done IS NULL"),
        )

    op.create_table(
        "locks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("passkey", "card", "app", name="lockkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("credential_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_locks_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locks")),
        sa.UniqueConstraint("credential_hash", name=op.f("uq_locks_credential_hash")),
    )
    with op.batch_alter_table("locks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_locks_person_id"), ["person_id"], unique=False)

    op.create_table(
        "bans",
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("trace", sa.LargeBinary(length=32), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_bans_group_id_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_bans_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_bans")),
    )
    op.create_table(
        "decisions",
        sa.Column(
            "kind",
            sa.Enum(
                "role",
                "remove",
                "ban",
                "close",
                name="decisionkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_notice", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "about_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_decisions_group_id_about_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_decisions_group_id_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_decisions_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("group_id", name=op.f("uq_decisions_group_id")),
    )
    op.create_table(
        "lock_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lock_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lock_id"], ["locks.id"], name=op.f("fk_lock_codes_lock_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_lock_codes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_codes")),
        sa.UniqueConstraint("person_id", "lock_id", "number", name=op.f("uq_lock_codes_person_id_lock_id_number")),
    )
    with op.batch_alter_table("lock_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lock_codes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "looks",
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "call",
                "news",
                "other",
                "lift",
                "phone_list",
                "telling",
                "printed",
                "spreadsheet",
                name="lookpurpose",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "about_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_looks_group_id_about_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_looks_group_id_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_looks_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_looks")),
        sa.UniqueConstraint(
            "group_id", "about_id", "by_id", "day", "purpose", name=op.f("uq_looks_group_id_about_id_by_id_day_purpose")
        ),
    )
    op.create_table(
        "ties",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("blocked", sa.Date(), nullable=True),
        sa.Column("is_carried", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column(
            "number",
            sa.Enum(
                "asked",
                "left",
                "given",
                "taken_back",
                name="number",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("asked", sa.Date(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("owner_id <> other_id", name=op.f("ck_ties_two")),
        sa.ForeignKeyConstraint(
            ["group_id", "other_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_ties_group_id_other_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "owner_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_ties_group_id_owner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_ties_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_ties")),
        sa.UniqueConstraint("group_id", "owner_id", "other_id", name=op.f("uq_ties_group_id_owner_id_other_id")),
    )
    with op.batch_alter_table("ties", schema=None) as batch_op:
        batch_op.create_index("ix_ties_other", ["group_id", "other_id"], unique=False)

    op.create_table(
        "vouchings",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_by_id", sa.Uuid(), nullable=True),
        sa.Column("second_by_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "first_by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_vouchings_group_id_first_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_vouchings_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "second_by_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_vouchings_group_id_second_by_id"),
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_vouchings_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_vouchings")),
    )
    with op.batch_alter_table("vouchings", schema=None) as batch_op:
        batch_op.create_index(
            "ux_vouchings_once",
            ["group_id", "membership_id"],
            unique=True,
            sqlite_where=sa.text("ended IS NULL"),
            postgresql_where=sa.text("ended IS NULL"),
        )

    op.create_table(
        "link_changes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "before",
            sa.Enum("yes", "maybe", "no", name="reply", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meetings.group_id", "meetings.id"],
            name=op.f("fk_link_changes_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["memberships.group_id", "memberships.id"],
            name=op.f("fk_link_changes_group_id_membership_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_link_changes_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_link_changes")),
        sa.UniqueConstraint(
            "group_id", "meeting_id", "membership_id", name=op.f("uq_link_changes_group_id_meeting_id_membership_id")
        ),
    )
    with op.batch_alter_table("link_changes", schema=None) as batch_op:
        batch_op.create_index("ix_link_changes_membership", ["membership_id"], unique=False)

    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.add_column(sa.Column("given_from", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("only_group_id", sa.Uuid(), nullable=True))

    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.LargeBinary(length=32), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_journal_number"), ["number"])

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letters_by_link", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("is_shut_out", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("organiser_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("heard", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("asked_on", sa.Date(), nullable=True))

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("notices", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("noticed", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lock_at_door", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(
            sa.Column("hidden_in_mailbox", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )
        batch_op.add_column(sa.Column("passkey_handle", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("protected_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("kept_email_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("kept_email_index", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("quick_exit", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("first_deed", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("lock_lifts_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_persons_erase_at"), ["erase_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_persons_kept_email_index"), ["kept_email_index"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_persons_passkey_handle"), ["passkey_handle"])

    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lock_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_challenges_door"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_challenges_door"), "door IN ('sign_in', 'new', 'sure', 'move', 'card')"
        )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_memberships_status"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_memberships_status"), "status IN ('waiting', 'active', 'shut', 'ended')"
        )


def downgrade() -> None:
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_challenges_door"), type_="check")
        batch_op.create_check_constraint(op.f("ck_challenges_door"), "door IN ('sign_in', 'new', 'sure')")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_memberships_status"), type_="check")
        batch_op.create_check_constraint(op.f("ck_memberships_status"), "status IN ('waiting', 'active', 'ended')")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_column("kept_until")
        batch_op.drop_column("lock_since")

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_persons_passkey_handle"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_persons_kept_email_index"))
        batch_op.drop_index(batch_op.f("ix_persons_erase_at"))
        batch_op.drop_column("lock_lifts_at")
        batch_op.drop_column("erase_at")
        batch_op.drop_column("first_deed")
        batch_op.drop_column("quick_exit")
        batch_op.drop_column("kept_email_index")
        batch_op.drop_column("kept_email_sealed")
        batch_op.drop_column("protected_since")
        batch_op.drop_column("passkey_handle")
        batch_op.drop_column("hidden_in_mailbox")
        batch_op.drop_column("lock_at_door")
        batch_op.drop_column("noticed")
        batch_op.drop_column("notices")
        batch_op.drop_column("heard")

    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_column("asked_on")
        batch_op.drop_column("heard")
        batch_op.drop_column("organiser_since")
        batch_op.drop_column("is_shut_out")
        batch_op.drop_column("letters_by_link")

    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_journal_number"), type_="unique")
        batch_op.drop_column("hash")
        batch_op.drop_column("number")

    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.drop_column("only_group_id")

    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_column("given_from")

    with op.batch_alter_table("link_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_link_changes_membership")

    op.drop_table("link_changes")
    with op.batch_alter_table("vouchings", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_vouchings_once", sqlite_where=sa.text("ended IS NULL"), postgresql_where=sa.text("ended IS NULL")
        )

    op.drop_table("vouchings")
    with op.batch_alter_table("ties", schema=None) as batch_op:
        batch_op.drop_index("ix_ties_other")

    op.drop_table("ties")
    op.drop_table("looks")
    with op.batch_alter_table("lock_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lock_codes_person_id"))

    op.drop_table("lock_codes")
    op.drop_table("decisions")
    op.drop_table("bans")
    with op.batch_alter_table("locks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_locks_person_id"))

    op.drop_table("locks")
    with op.batch_alter_table("address_changes", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_address_changes_waiting", sqlite_where=sa.text("done IS NULL"), postgresql_where=sa.text("done IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_address_changes_person_id"))

    op.drop_table("address_changes")
    op.drop_table("stray_keys")
    op.drop_table("lock_challenges")
    op.drop_table("journal_tip")
    op.drop_table("journal_heads")
    op.drop_table("erasures")
