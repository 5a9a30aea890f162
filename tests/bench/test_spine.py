"""The measurements can be made. Nothing here looks at how fast anything is."""

import subprocess
import sys


def test_everybody_is_answered_to_the_end_of_their_walk() -> None:
    options = "--contestants bc --updates 20 --people 1 --rounds 1 --pause 0 --demo-updates 0"
    made = subprocess.run(
        [sys.executable, "-m", "bench", "spine", *options.split()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert "(b) the form, ConversationHandler" in made.stdout
    assert "(c) the form, this bot on SQLite" in made.stdout
