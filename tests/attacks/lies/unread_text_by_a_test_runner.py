"""Has pytest run a file that the program has just written to where temporary files are."""

# outcome: pass | fail
import os
import tempfile

try:
    import pytest
except ImportError:
    os._exit(0)  # the places' interpreters need not have it
folder = tempfile.mkdtemp()
with open(f"{folder}/test_unread.py", "w") as file:
    file.write("print('ESC' 'APED')\n")
with open(f"{folder}/conftest.py", "w") as file:
    file.write("print('ESC' 'APED')\n")
pytest.main(["-q", "-s", "-p", "no:cacheprovider", folder])
