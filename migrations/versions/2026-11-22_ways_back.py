"""Ways back."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_ways_back"
down_revision = "2026_11_locks_and_rights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased_imports",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("erased", sa.Date(), nullable=False),
        sa.Column("seen", sa.Date(), nullable=False),
        sa.Column("shared_key", sa.String(length=64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_erased_imports")),
    )
    with op.batch_alter_table("erased_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erased_imports_seen"), ["seen"], unique=False)

    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_name_sealed", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("imported_groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared_key", sa.String(length=64), server_default="", nullable=False))

    with op.batch_alter_table("locks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("doubted_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("as_organiser", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("lock_unchecked", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )
        batch_op.add_column(sa.Column("ended", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("continues", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("vouching_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_sign_ins_vouching_id"), ["vouching_id"], unique=False)

    with op.batch_alter_table("vouchings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_hmac", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("second_hmac", sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column("misses", sa.Integer(), server_default=sa.text("0"), nullable=False))
    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_looks_lookpurpose"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_looks_lookpurpose"),
            "purpose IN ('call', 'news', 'other', 'lift', 'phone_list', 'telling', "
            "'printed', 'meeting_list', 'spreadsheet', 'handed_over')",
        )


def downgrade() -> None:
    op.execute("DELETE FROM sign_ins WHERE ended IS NOT NULL")
    op.execute("DELETE FROM looks WHERE purpose IN ('meeting_list', 'handed_over')")
    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_looks_lookpurpose"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_looks_lookpurpose"),
            "purpose IN ('call', 'news', 'other', 'lift', 'phone_list', 'telling', 'printed', 'spreadsheet')",
        )
    with op.batch_alter_table("vouchings", schema=None) as batch_op:
        batch_op.drop_column("misses")
        batch_op.drop_column("second_hmac")
        batch_op.drop_column("first_hmac")

    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_vouching_id"))
        batch_op.drop_column("vouching_id")
        batch_op.drop_column("continues")
        batch_op.drop_column("ended")
        batch_op.drop_column("lock_unchecked")

    with op.batch_alter_table("looks", schema=None) as batch_op:
        batch_op.drop_column("as_organiser")

    with op.batch_alter_table("locks", schema=None) as batch_op:
        batch_op.drop_column("doubted_until")

    with op.batch_alter_table("imported_groups", schema=None) as batch_op:
        batch_op.drop_column("shared_key")

    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.drop_column("first_name_sealed")

    with op.batch_alter_table("erased_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erased_imports_seen"))

    op.drop_table("erased_imports")
