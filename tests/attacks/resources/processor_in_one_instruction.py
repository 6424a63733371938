"""Computes for long without a moment in which the interpreter could be interrupted."""

# outcome: timeout
x = 7 ** (10**8)
