"""How a caller talks with a supervisor while a run goes on."""
