"""The folder that a program sees: what is in it, what of it is not the program's, what a run has done to it."""
