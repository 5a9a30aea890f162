"""Locks the dependencies with hashes and without any index's address; ``--check`` says whether the lock is fresh.

A lock is fresh while resolving with its own pins changes nothing: that a newer release came out does not make it stale.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS: dict[str, tuple[str, ...]] = {"run.txt": (), "dev.txt": ("--group", "dev")}


def compile_lock(name: str, folder: Path) -> str:
    """Resolves one lock in the folder, keeping the pins of the file that lies there; its text."""
    command = [
        *(str(Path(sys.executable).parent / "uv"), "pip", "compile", "--quiet", "--universal"),
        *("--generate-hashes", "--no-emit-index-url", "--no-header", *LOCKS[name]),
        *("pyproject.toml", "--output-file", str(folder / name)),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    return (folder / name).read_text()


def main() -> int:
    locks = ROOT / "requirements"
    if "--check" not in sys.argv[1:]:
        for name in LOCKS:
            compile_lock(name, locks)
        return 0
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        for name in LOCKS:
            shutil.copy(locks / name, folder)
            if compile_lock(name, Path(folder)) != (locks / name).read_text():
                stale.append(name)
    for name in stale:
        sys.stderr.write(f"requirements/{name} is not what pyproject.toml asks for: make lock\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
