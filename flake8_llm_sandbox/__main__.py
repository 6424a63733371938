"""`python -m flake8_llm_sandbox`: the lint command, `flake8-llm-sandbox`."""

from flake8_llm_sandbox.command.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
