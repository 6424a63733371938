"""SQL that opens other files than the database it was given to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Call
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Fact

# SQL that opens a file: all that stands before the file's name; DuckDB knows more of it.
OPENING = re.compile(
    r"(?:^|;)\s*(?:ATTACH(?:\s+DATABASE)?\b(?=[^;]*(?:\bAS\b|\ufffc))|VACUUM\b[^;]*?\bINTO\b)\s*",
    re.IGNORECASE,
)
OPENING_IN_DUCKDB = re.compile(
    r"(?:^|;)\s*(?:ATTACH|COPY\b[^;]*?\b(?:FROM|TO)|(?:FORCE\s+)?INSTALL|LOAD)\b\s*", re.IGNORECASE
)
READ_IN_DUCKDB = re.compile(
    r"(?:\b(?:FROM|JOIN)\s+|\b(?:glob|read_\w+|sniff_csv|\w+_scan)\s*\(\s*\[?\s*)'(?!/tmp/)(?:[/~]|\.\.|\w+://)",
    re.IGNORECASE,
)
INSIDE = re.compile(r"'(?![/\\~]|file:|[A-Za-z]:)(?![^']*\.\.)[^'\ufffc]*'\s*(?:AS\b|[;(]|$)", re.IGNORECASE)


class SqlFile(Rule):
    """`{name}` is given SQL that opens files or loads code; connect to one relative path, and read files in Python.

    `ATTACH` of a relative path that is written out is clean.

    Bad:
        import sqlite3
        sqlite3.connect("app.db").execute("ATTACH DATABASE '/srv/mail.db' AS mail")

    Bad:
        import sqlite3
        cursor = sqlite3.connect("app.db").cursor()
        cursor.execute("SELECT load_extension('fast.so')")

    Good:
        import sqlite3
        link = sqlite3.connect("app.db")
        link.execute("ATTACH 'archive.db' AS archive")
        link.execute("SELECT name FROM attachments WHERE note = 'vacuum into'")
    """

    code = "LLS406"
    exempt = "files; code that is loaded is a stop"
    calls = frozenset(
        """duckdb.DuckDBPyConnection.execute duckdb.DuckDBPyConnection.query duckdb.DuckDBPyConnection.sql
        duckdb.execute duckdb.query duckdb.sql sqlite3.Connection.execute sqlite3.Connection.executemany
        sqlite3.Connection.executescript sqlite3.Cursor.execute sqlite3.Cursor.executemany
        sqlite3.Cursor.executescript sqlalchemy.text""".split()
    )
    methods = frozenset({"execute", "executemany", "executescript"})

    @staticmethod
    def matches(call: Call) -> bool:
        pattern = OPENING_IN_DUCKDB if call.name.startswith("duckdb") else OPENING
        return any(_opens_files(sql, pattern) for sql in call.argument(0, "sql").texts)

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        loads = isinstance(fact, Call) and any(
            "load_extension" in sql.lower() for sql in fact.argument(0, "sql").texts
        )
        return cls.severity if loads else Severity.TELL


def _opens_files(sql: str, pattern: re.Pattern[str]) -> bool:
    """Return whether ``sql`` opens a file; what looks like a comment may stand in a string."""
    if re.search(r"\bload_extension\s*\(", sql, re.IGNORECASE):
        return True
    texts = (sql, re.sub(r"/\*.*?\*/|--[^\n]*", " ", sql, flags=re.DOTALL))
    if pattern is OPENING_IN_DUCKDB and READ_IN_DUCKDB.search(sql):
        return True
    return any(not INSIDE.match(text, found.end()) for text in texts for found in pattern.finditer(text))
