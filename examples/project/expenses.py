"""Sum up expenses by category."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def totals(lines: Iterable[str]) -> dict[str, Decimal]:
    """Return what was spent in each category, the largest first.

    ``lines`` is CSV text with the columns ``category`` and ``amount``.
    """
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in csv.DictReader(lines):
        spent[row["category"]] += Decimal(row["amount"])
    return dict(sorted(spent.items(), key=lambda item: -item[1]))
