"""The press's own process: documents in at standard input, bytes out at standard output, each after its length.

What goes wrong is told by kind and place only: an exception's message may hold what a document says.
"""

import pickle
import resource
import sys
import traceback
from typing import Final

from reports.press import LENGTH_BYTES, print_now

_MOST_MEMORY: Final = 2 * 1024**3
_MOST_CPU_SECONDS: Final = 120


def main() -> int:
    """Makes every document; 1 when one cannot be made."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU_SECONDS, _MOST_CPU_SECONDS))
    documents = pickle.load(sys.stdin.buffer)
    try:
        for document in documents:
            made = print_now(document)
            sys.stdout.buffer.write(len(made).to_bytes(LENGTH_BYTES) + made)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"{type(error).__name__} at {place.name}, line {place.lineno}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
