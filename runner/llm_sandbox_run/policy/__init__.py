"""What a person allows to programs, and what that comes to on this machine."""
