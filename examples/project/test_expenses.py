from decimal import Decimal

import pytest
from expenses import totals


def test_amounts_of_a_category_are_added():
    assert totals(["category,amount", "food,1.10", "rent,500", "food,2.20"]) == {
        "rent": Decimal(500),
        "food": Decimal("3.30"),
    }


def test_the_largest_category_comes_first():
    assert list(totals(["category,amount", "a,1", "b,3", "c,2"])) == ["b", "c", "a"]


def test_an_amount_that_is_no_number_is_an_error():
    with pytest.raises(ArithmeticError):
        totals(["category,amount", "food,a lot"])
