"""What is known of packages of which a policy names the models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox.models import SHIPPED, Models
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy import origin

if TYPE_CHECKING:
    from llm_sandbox_run.policy.policy import Policy


def known(policy: Policy, root: Path) -> Models:
    """Return it, for programs of the project at ``root``.

    Raises:
        UsageError: a file is no model, or lies where others than the user could have written it.
    """
    if not policy.models:
        return SHIPPED
    try:
        return Models(_text(each, root) for each in policy.models)
    except ValueError as error:
        raise UsageError(f"a model of the policy is none: {error}") from None


def _text(name: str, root: Path) -> str:
    if not Path(name).is_absolute():
        raise UsageError(f"the model {name} has to be named by an absolute path")
    try:
        return origin.read(name, root, "model")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the model {name}: {error}") from None
