"""What stands guard over code, and is no Python: hooks, CI, settings of linters. Changes are told; one that disarms is a stop."""
