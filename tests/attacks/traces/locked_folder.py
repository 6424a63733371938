"""Leaves folders that their owner may not look into."""

import os

os.makedirs("locked/.git")
os.chmod("locked", 0)
