"""Writes the migration that leads from the newest one to the tables as they are: ``python tools/migration.py MESSAGE``.

It is made against an empty SQLite database brought to the newest migration. Read what it wrote before it is committed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from storage import migrate, revision


def main() -> int:
    """Exit code 0, or 2 without a message."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python tools/migration.py MESSAGE\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'empty.sqlite3'}"
        migrate.upgrade(url)
        with revision.transaction(url) as connection:
            config = migrate.config(connection)
            made = ScriptDirectory.from_config(config).walk_revisions()
            command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{len(tuple(made)) + 1:04}")
    for step in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(revision.MIGRATIONS)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
