"""Who binds which name where."""
