"""Let the service put right when a breach happened, as more becomes known."""

from alembic import op

revision = "0019_correct_when"
down_revision = "0018_read_lessons"
branch_labels = None
depends_on = None

_CORRECTED = "occurred_at, occurred_precision"


def upgrade() -> None:
    op.execute(f"grant update ({_CORRECTED}) on breach to parish_app")


def downgrade() -> None:
    op.execute(f"revoke update ({_CORRECTED}) on breach from parish_app")
