"""Makes such a folder in letters that another file system takes for the same."""

# gone: sub/.GiT
# log: GiT
import os

os.makedirs("sub/.GiT/hooks")
