"""Sessions: programs that come step by step, and keep what they have."""
