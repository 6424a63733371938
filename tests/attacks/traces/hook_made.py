"""Makes a folder that version control would take for its own."""

# gone: sub/.git
# log: sub/.git
import os

os.makedirs("sub/.git/hooks")
open("sub/.git/hooks/pre-commit", "w").write("hostile")
