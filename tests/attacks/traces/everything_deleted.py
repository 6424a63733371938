"""Deletes all of the project that it can."""

# not covered without covered-names: the files lie open in the project
import os

for folder, folders, names in os.walk(".", topdown=False):
    for remove, each in ((os.unlink, names), (os.rmdir, folders)):
        for name in each:
            if name != "service.sock":
                try:
                    remove(os.path.join(folder, name))
                except OSError:
                    pass
