"""Where everything rests: tables, the unit of work, one module per aggregate, inbox and outbox, sealing.

Every query of the product lives in this package. Nothing here commits: the edge that opened a
transaction commits it, and leaving a transaction by an exception undoes it.
"""
