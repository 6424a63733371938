"""Tries on the user's machine what the sandbox promises, instead of reading how it is configured."""
