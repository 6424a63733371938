"""Ends with the code that stands for a time limit."""

# outcome: fail
# exit: 124
raise SystemExit(124)
