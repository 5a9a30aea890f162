"""The rules of the product, in the standard library only.

Nothing here reads a clock, draws an identifier or rolls a die: instants, days, ids and chance are arguments.
Instants are UTC-aware ``datetime``; a ``date`` is a day of the province (Asia/Ho_Chi_Minh).
"""
