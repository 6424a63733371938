"""The codes of what is found in changes, and not in programs, and what there is to say about each."""

from __future__ import annotations

from flake8_llm_sandbox.findings import Severity

DISARMED, UNSEEN, TOLD = "LLS951", "LLS952", "LLS953"
SEVERITIES = {DISARMED: Severity.STOP, UNSEEN: Severity.STOP, TOLD: Severity.TELL}
EXPLANATIONS = {
    DISARMED: """\
A change leaves less of the gate than there was; leave that to a person.

What calls the gate has changed or is gone: its entry in the configuration of hooks with what holds for all of them, the job
of CI with what holds for all jobs, the setting, line or script that names it. Our codes are ignored, flake8 loads plugins from
the repository, hooks are skipped, removed or led elsewhere, attributes of git hide or rewrite programs, tests decide how they
ended, a policy or baseline is another one, a file runs at every start of Python. What does not concern the gate, such as another hook or job, is LLS953.
""",
    UNSEEN: """\
A change brings what cannot be read here; bring the text itself.

A submodule stands for code of another repository. A link leads out of this one, or a program or a file that tools act on is
one. Machine code and bytecode are no text.
""",
    TOLD: """\
A file has changed that tools act on without being asked; look at it.

Hooks, CI, settings of linters, tests and git, scripts, what gets installed, settings of agents and editors. Or a package
has the name of a library that rules know: what uses that name is judged as the repository's own. That is told of when it is made,
and whenever all of its first file is judged.
""",
}
