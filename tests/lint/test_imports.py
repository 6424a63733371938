"""Which modules a text may load, by statements and by functions that take their names."""

from __future__ import annotations

import pytest

from flake8_llm_sandbox import imported_modules


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ("import a.b\nfrom c import d", {"a.b", "c", "c.d"}),
        ("from . import a\nfrom ..b import *", {".", ".a", "..b"}),
        ("tool = pytest.importorskip('a.b', minversion='1')", {"a.b"}),
        ("config.pluginmanager.import_plugin('a')", {"a"}),
        ("@patch('a.b.C')\ndef test_it(c): pass", {"a.b.C"}),
        ("monkeypatch.setattr('a.b', 1)", {"a.b"}),
        ("pytest_plugins = ['a', 'b.c']", {"a", "b.c"}),
        ("pytest_plugins = 'a'", {"a"}),
        ("pytest.main(['-p', 'a', '-pb', '-p', 'no:c', 'tests'])", {"a", "b"}),
        ("setattr(a, 'b', 1)\nsetattr('a', 'b', 1)\nimportorskip(name)\nmain(['a'])\nprint('a.b')", set()),
        (
            "timeit.timeit('a.f()', setup='import a')\ntimeit('import b', 'x = (')\nexec('from c import d')",
            {"a", "b", "c", "c.d"},
        ),
        ("importorskip('not a module')\nimport_plugin()", set()),
    ],
)
def test_modules_are_those_that_a_text_may_load(text: str, modules: set[str]) -> None:
    assert set(imported_modules(text)) == modules
