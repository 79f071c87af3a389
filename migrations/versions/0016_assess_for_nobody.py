"""Let the first look at a report have been made by nobody: its reporter may have no account."""

import sqlalchemy as sa
from alembic import op

from migrations.security import every_council

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
    with every_council("assessment"):
        op.execute("delete from assessment where made_by_id is null")
    op.alter_column("assessment", "made_by_id", existing_type=sa.Uuid(), nullable=False)
