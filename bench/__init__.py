"""Measurements against peers, run by hand: no test looks at a clock, and nothing of the product imports these."""
