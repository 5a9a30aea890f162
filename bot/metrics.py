"""What is counted of the running bot. Labels are kinds, never ids: a metric about one case would name it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()

# The process itself: memory, processor time, open files, since when it runs.
ProcessCollector(registry=REGISTRY)

UPDATES_KEPT = Counter("bot_updates_kept", "Updates written to the inbox.", registry=REGISTRY)
UPDATES_HANDLED = Counter("bot_updates_handled", "Updates handled and committed.", registry=REGISTRY)
UPDATES_FAILED = Counter("bot_updates_failed", "Attempts at an update that were undone.", registry=REGISTRY)
UPDATES_SET_ASIDE = Counter(
    "bot_updates_set_aside", "Updates given up after every try; `dead list` shows them.", registry=REGISTRY
)
DELIVERIES = Counter(
    "bot_deliveries", "Attempts to deliver an outbox row, by what became of it.", ["end"], registry=REGISTRY
)
LOOP_FAILURES = Counter(
    "bot_loop_failures",
    "Rounds of a loop that failed as a whole, as when the database is away.",
    ["loop"],
    registry=REGISTRY,
)
FILES = Counter("bot_files", "Attempts to fetch a file, by what became of it.", ["end"], registry=REGISTRY)
INBOX_WAITING = Gauge("bot_inbox_waiting", "Updates that wait to be handled.", registry=REGISTRY)
OUTBOX_WAITING = Gauge("bot_outbox_waiting", "Rows that wait to be sent.", registry=REGISTRY)
BATCH_SECONDS = Histogram(
    "bot_batch_seconds",
    "From claiming a batch of updates to its commit, where there was one to claim.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5),
    registry=REGISTRY,
)
