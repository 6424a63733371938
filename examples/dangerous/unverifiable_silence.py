"""Tell the linter to look away."""
# flake8: noqa

import os

os.remove("data/expenses.csv")  # noqa
