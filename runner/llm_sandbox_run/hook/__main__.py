"""``python -I -m llm_sandbox_run.hook``: nothing of the folder in which an agent works is imported."""

import sys

from llm_sandbox_run.hook.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
