"""Hides hooks in a folder that looks like one of the sandbox's own."""

# gone: quarantined-by-llm-sandbox-0/.git/hooks/pre-commit
# log: quarantined
import os

os.makedirs("quarantined-by-llm-sandbox-0/.git/hooks")
open("quarantined-by-llm-sandbox-0/.git/hooks/pre-commit", "w").write("#!/bin/sh\n")
