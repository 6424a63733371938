"""Read data/expenses.csv, print the totals and write them to out/totals.json."""

import json
from pathlib import Path

from expenses import totals

HERE = Path(__file__).parent


def main() -> None:
    with (HERE / "data" / "expenses.csv").open(encoding="utf-8", newline="") as lines:
        spent = totals(lines)
    for category, amount in spent.items():
        print(f"{category:<10}{amount:>10}")
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    text = json.dumps(spent, default=str, indent=2)
    (out / "totals.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
