"""What git knows of a repository: which files changed, from what to what, by whom. Nothing that lies in it is executed."""
