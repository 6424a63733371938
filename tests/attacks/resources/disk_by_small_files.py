"""Makes very many empty files in the folder for temporary ones."""

# outcome: pass | fail | timeout
# seconds: 10
import tempfile

for number in range(2_000):
    open(f"{tempfile.gettempdir()}/{number}", "w").close()
