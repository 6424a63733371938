"""What an expression may be: every meaning of it that can be told without running the program."""
