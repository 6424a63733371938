"""A test that writes another module where temporary files are, and imports it through pytest's own loader."""

# suite: pytest test_suite_of_unread_text.py
# outcome: fail
# seconds: 10
import tempfile


def test_unread(monkeypatch):
    folder = tempfile.mkdtemp()
    with open(f"{folder}/test_unread.py", "w") as file:
        file.write("print('ESC' 'APED')\n")
    monkeypatch.syspath_prepend(folder)
    import test_unread  # noqa: F401
