"""Writes hooks and settings that are there already, and beside them."""

# not covered without covered-names: the files lie open in the project
for path in (
    ".git/config",
    ".git/hooks/pre-push",
    ".git/hooks/post-commit",
    ".vscode/tasks.json",
    "deep/.git/config",
):
    try:
        open(path, "w").write("hostile")
        print("ESCAPED", path)
    except OSError:
        pass
