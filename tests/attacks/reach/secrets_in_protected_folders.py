"""Reads secrets that lie in folders which programs may otherwise read."""

# not covered without covered-names: the files lie open in the project
for path in (".git/.git-credentials", ".vscode/id_rsa", "deep/.git/.env", ".git/../.git/.git-credentials"):
    try:
        if "secret" in open(path).read():
            print("ESCAPED", path)
    except OSError:
        pass
