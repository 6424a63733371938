"""The parts of the soak: what runs, where, what goes wrong meanwhile, and what may be left of it."""
