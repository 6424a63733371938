"""The lint command: what was asked, of which texts, and what becomes of the answer."""
