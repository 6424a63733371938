"""Code that is loaded by other means than a plain import, or from elsewhere than the project."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Mention
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_llm_sandbox.facts import Argument, Call, Fact, Text
    from flake8_llm_sandbox.models import Place


class HiddenImport(Rule):
    """`{name}` loads code that the check does not see; write a plain `import` and call its functions.

    Bad:
        import importlib
        importlib.import_module("json")

    Bad:
        import runpy
        runpy.run_path("tool.py")

    Good:
        import json
        from importlib import metadata, resources
        from importlib.util import find_spec
        if find_spec("numpy"):
            print(metadata.version("numpy"))
    """

    code = "LLS111"
    reaches = frozenset({"import"})
    exempt = "modules and files whose name is written out or comes from a table, plugins that packages announce, looks without a load"
    names = frozenset(
        """
        pytest.MonkeyPatch._setattr unittest.mock._patch.temp_original
        _frozen_importlib
        _frozen_importlib_external
        _imp
        _pytest.monkeypatch.derive_importpath _pytest.monkeypatch.resolve
        builtins.__import__ builtins.__loader__ builtins.__spec__
        django.utils.module_loading.import_string
        doctest._normalize_module doctest._test
        imp.create_builtin imp.create_dynamic imp.get_frozen_object imp.init_builtin imp.init_frozen
        imp._LoadCompiledCompatibility imp._LoadSourceCompatibility
        imp.load_compiled imp.load_dynamic imp.load_module imp.load_package imp.load_source imp.reload
        importlib.__import__ importlib._bootstrap importlib._bootstrap_external importlib.find_loader
        importlib.import_module importlib.machinery.BuiltinImporter importlib.machinery.ExtensionFileLoader
        importlib.machinery.FileFinder importlib.machinery.FrozenImporter importlib.machinery.ModuleSpec
        importlib.machinery.NamespaceLoader importlib.machinery.PathFinder
        importlib.machinery.SourceFileLoader importlib.machinery.SourcelessFileLoader
        importlib.machinery.WindowsRegistryFinder importlib.metadata.EntryPoint.load importlib.reload
        importlib.util.LazyLoader importlib.util.find_spec().loader importlib.util.module_from_spec
        importlib.util.spec_from_file_location importlib.util.spec_from_loader
        inspect._main
        modulefinder
        optparse.Values.read_module
        pkg_resources.EntryPoint pkg_resources.iter_entry_points pkg_resources.load_entry_point
        pkg_resources.run_script
        pkgutil.ImpImporter pkgutil.ImpLoader pkgutil._import_imp pkgutil.find_loader pkgutil.get_importer pkgutil.get_loader
        pkgutil.iter_importers pkgutil.resolve_name pkgutil.walk_packages
        pydoc.Helper pydoc.ModuleScanner pydoc.doc pydoc.importfile pydoc.locate pydoc.render_doc pydoc.resolve
        pydoc.safeimport pydoc.writedoc pydoc.writedocs
        pytest.MonkeyPatch._setattr pytest.MonkeyPatch._setitem
        reload
        runpy
        setuptools.sandbox
        test.support.import_helper
        turtle.read_docstrings
        unittest.TestLoader.loadTestsFromName unittest.TestLoader.loadTestsFromNames
        unittest.defaultTestLoader.loadTestsFromName unittest.defaultTestLoader.loadTestsFromNames
        unittest.mock._get_target unittest.mock._importer unittest.mock._patch
        unittest.mock.patch().get_original unittest.mock.patch().getter
        unittest.mock.patch().target unittest.mock.patch().temp_original
        warnings._getcategory warnings._setoption
        werkzeug.utils.import_string
        zipimport
        """.split()
    )
    DISCOVERING = frozenset({"unittest.TestLoader.discover", "unittest.defaultTestLoader.discover"})
    calls = DISCOVERING | {
        "builtins.help",
        "importlib.util.find_spec",
        "pytest.console_main",
        "pytest.importorskip",
        "pytest.main",
        "unittest.main",
    }
    attributes = frozenset({"get_original", "temp_original"})
    ACTING = frozenset({"antigravity", "this"})
    LOADS = re.compile(
        "__import__|FileLoader|import_module|import_string|load_source|run_module|run_path|^runpy|spec_from_"
    )
    methods = frozenset({"exec_module", "import_plugin", "load_module"})
    anywhere = frozenset({"add_job"})

    @staticmethod
    def matches(call: Call) -> bool:
        """`find_spec` imports the parents of a dotted name; a plain name is only looked for. `help("x")` imports x."""
        name = call.argument(0, "name")
        if call.name.startswith("pytest."):
            skips = call.name == "pytest.importorskip"
            return (
                not name.known
                if skips and not HiddenImport.ACTING.intersection(name.texts)
                else _plugs_in(call)
            )
        if call.name.rpartition(".")[2] == "add_job":  # schedulers import what text names so
            return any(
                re.fullmatch(r"[\w.]+:[\w.]+", text)
                for text in (*name.texts, *call.argument(None, "func").texts)
            )
        if call.name == "builtins.help":
            return bool(name.texts) or call.origin(0) == "input"
        if call.name == "unittest.main":
            module = call.argument(0, "module")
            return any(text != "__main__" and re.fullmatch(r"[\w.]+", text) for text in module.texts)
        if call.name in HiddenImport.DISCOVERING:
            return not call.argument(0, "start_dir").named
        return call.method or not name.known or any("." in text for text in name.texts)

    @classmethod
    def decides(cls, call: Call, places: Iterable[Place]) -> bool:
        return any(each.given and not each.known for place in places for each in call.at(place))

    @staticmethod
    def matches_text(text: Text) -> bool:
        """Matplotlib imports what its setting `backend` names so."""
        return text.value.startswith("module://")

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        if not isinstance(fact, Mention) or not cls.LOADS.search(fact.name):
            return Severity.TELL
        named = [
            fact.argument(place, name) for place, name in ((0, "name"), (1, "location"), (0, "path_name"))
        ]
        if fact.call and (
            (fact.name == "importlib.import_module" and fact.call.below_module)
            or any(each.given and (each.known or each.named or _is_prefixed(each)) for each in named)
        ):
            return Severity.TELL
        return cls.severity


def _plugs_in(call: Call) -> bool:
    """Return whether pytest is told to import a plugin, `-p name`, or a module by its name."""
    words = [word or "" for place in range(len(call.node.args)) for word in call.words(place)]
    named = [
        following if word == "-p" else word[2:]
        for word, following in pairwise([*words, ""])
        if word.startswith("-p") and not word.startswith("--")
    ]
    return (
        bool(HiddenImport.ACTING.intersection(call.texts()))
        or "--pyargs" in words
        or any(not name.startswith("no:") for name in named)
    )


def _is_prefixed(argument: Argument) -> bool:
    """Return whether a module is one of a package that is written out: `f"app.plugins.{name}"`."""
    return bool(argument.texts) and all(re.match(r"\.|\w+\.", text) for text in argument.texts)


class ImportPath(Rule):
    """`{name}` decides where imports come from, so unchecked code may load; import from the project's own packages.

    Reading it is clean, and so is adding a folder that is surely the project's: one that starts at `__file__`, or is
    relative and does not climb.

    Bad:
        import sys
        sys.path.append("/opt/vendor")

    Good:
        import sys
        from pathlib import Path
        print(sys.argv, sys.path, Path(__file__).parent)
        sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    """

    code = "LLS112"
    severity = Severity.TELL
    attributes = frozenset({"__path__"})
    names = frozenset(
        """
        builtins.__path__
        importlib.abc.ExecutionLoader importlib.abc.FileLoader importlib.abc.ResourceLoader
        importlib.abc.InspectLoader importlib.abc.Loader importlib.abc.MetaPathFinder importlib.abc.PathEntryFinder
        importlib.abc.SourceLoader
        pkgutil.extend_path
        site.addpackage site.addsitedir site.addsitepackages site.addusersitepackages site.execsitecustomize
        site.execusercustomize site.main
        sys.meta_path sys.path sys.path_hooks sys.path_importer_cache
        """.split()
    )
    anywhere = frozenset({"syspath_prepend"})

    @staticmethod
    def matches(call: Call) -> bool:
        """Fixtures of pytest add folders too."""
        return not call.argument(0, "path").named


class RemoteCode(Rule):
    """`{name}` runs code that it downloads; install a package that a person has chosen, and import it.

    Bad:
        import torch
        torch.hub.load("pytorch/vision", "resnet18")

    Good:
        import torch
        model = torch.nn.Linear(2, 1)
        model.eval()
    """

    code = "LLS113"
    anywhere = frozenset({"from_pretrained", "load_dataset", "pipeline"})
    packaged = re.compile("")  # whatever others' packages make of that keyword
    names = frozenset({"evaluate.load", "torch.hub.load", "torch.hub.load_local"})

    @staticmethod
    def matches(call: Call) -> bool:
        return True in call.argument(None, "trust_remote_code").constants
