"""The command ``llm-sandbox-run``: what it is asked, what it shows."""
