"""Let the first look at a report have been made by nobody: its reporter may have no account."""

import sqlalchemy as sa
from alembic import op

revision = "0016_assess_for_nobody"
down_revision = "0015_chain_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("assessment", "made_by_id", existing_type=sa.Uuid(), nullable=True)
    op.create_check_constraint(
        "rater_known", "assessment", "sequence = 0 or made_by_id is not null"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_assessment_rater_known"), "assessment")
    # The owner is bound by row-level security too; for this one statement it sees every council.
    op.execute("alter table assessment no force row level security")
    op.execute("delete from assessment where made_by_id is null")
    op.execute("alter table assessment force row level security")
    op.alter_column("assessment", "made_by_id", existing_type=sa.Uuid(), nullable=False)
