"""The supervisor that lives beside the code it runs.

It travels to the sandbox as source text (see ``llm_sandbox_run.backends.bundle``), so it uses the standard library alone,
runs on Python 3.8 and newer, and its modules import nothing but each other.
"""
