"""Data that runs code when it is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Call, Mention
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Argument, Fact


class Unpickle(Rule):
    """`{name}` runs whatever code its data names; store data as JSON or CSV, arrays with `numpy.save`.

    Bad:
        import pickle
        with open("data.pkl", "rb") as file:
            data = pickle.load(file)

    Bad:
        import pandas as pd
        frame = pd.read_pickle("frame.pkl")

    Good:
        import json
        import pickle
        size = len(pickle.dumps({"a": 1}))
        with open("data.json") as file:
            data = json.load(file)
    """

    code = "LLS711"
    reaches = frozenset({"unpickle"})
    exempt = "what the program has packed itself, a file that it names, and caches"
    CACHES = re.compile(
        "apscheduler|beaker|cach|diskcache|dogpile|flask_caching|huey|joblib.Memory|persistqueue|rq|sqlalchemy|sqlitedict"
    )
    names = frozenset(
        """
        joblib.Memory flask_caching cloudpickle.load cloudpickle.loads cloudpickle.Unpickler
        compress_pickle.load compress_pickle.loads copyreg dill.load dill.load_module dill.load_session
        dill.loads dill.Unpickler django.contrib.sessions.serializers hickle.load joblib.load
        joblib.numpy_pickle joblib.numpy_pickle_compat jsonpickle.decode jsonpickle.loads
        jsonpickle.Unpickler jsonpickle.unpickler klepto lib2to3.pgen2.driver.load_grammar
        lib2to3.pgen2.grammar.Grammar.load lib2to3.pgen2.grammar.Grammar.loads lmfit.model.load_model
        mlflow.pyfunc.load_model mlflow.pytorch.load_model mlflow.sklearn.load_model
        multiprocessing.reduction pandas.io.pickle pandas.read_hdf pandas.read_pickle pickle._load
        pickle._loads pickle._Unpickler pickle.load pickle.loads pickle.Unpickler pickle5 shelve
        sklearn.externals.joblib srsly.pickle_loads statsmodels.iolib.smpickle torch.package.PackageImporter
        torch.serialization.load trace.CoverageResults tracemalloc.Snapshot.load ZODB zodbpickle
        """.split()
    )

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        told = isinstance(fact, Mention) and (_is_own(fact) or cls.CACHES.match(fact.name))
        return Severity.TELL if told else cls.severity


def _is_own(mention: Mention) -> bool:
    """Return whether what is unpacked is a file that the program names, or was packed by it just there."""
    packed = mention.call is not None and mention.call.origin(0) == "dumps"
    return packed or mention.argument(0).named


class Marshal(Rule):
    """`{name}` reads compiled code, and bad data crashes the interpreter; store data as JSON.

    Bad:
        import marshal
        code = marshal.loads(b"")

    Good:
        import json
        data = json.loads("{}")
    """

    code = "LLS712"
    names = frozenset({"marshal.load", "marshal.loads", "pkgutil.read_code"})


class ModelFile(Rule):
    """`{name}` may run code of the file; pass `allow_pickle=False`, `weights_only=True` or `safe_mode=True`.

    Bad:
        import numpy as np
        data = np.load("data.npy", allow_pickle=True)

    Bad:
        import torch
        model = torch.load("model.pt")

    Good:
        import numpy as np
        import torch
        data = np.load("data.npy")
        weights = torch.load("model.pt", weights_only=True)
    """

    code = "LLS713"
    exempt = "a file that the program names"
    as_value = True
    calls = frozenset(
        """keras.models.load_model keras.saving.load_model numpy.DataSource.load numpy.lib._npyio_impl.load
        numpy.lib.format.read_array numpy.lib.npyio.load numpy.load skops.io.load skops.io.loads tensorflow.keras.models.load_model
        tensorflow.keras.saving.load_model torch.load""".split()
    )
    names = frozenset(
        """keras.config.enable_unsafe_deserialization keras.models.model_from_yaml
        tensorflow.keras.models.model_from_yaml tensorflow.saved_model.load""".split()
    )

    packaged = re.compile("load|read|restore")
    UNSAFE = (("allow_dangerous_deserialization", True), ("safe_mode", False), ("weights_only", False))

    @staticmethod
    def matches(call: Call) -> bool:
        if call.name not in ModelFile.calls:
            return any(value in call.argument(None, name).constants for name, value in ModelFile.UNSAFE)
        if call.name.startswith("numpy."):
            return _possible(call.argument(2, "allow_pickle"))
        if call.name.startswith("skops."):
            return _possible(call.argument(1, "trusted"))
        guard = call.argument(None, "weights_only" if call.name == "torch.load" else "safe_mode")
        return not (guard.given and guard.known and all(guard.constants))

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return Severity.TELL if isinstance(fact, Call) and fact.argument(0).named else cls.severity


class Yaml(Rule):
    """`{name}` builds any Python object that the text names; use `yaml.safe_load`.

    Bad:
        import yaml
        data = yaml.load("a: 1")

    Bad:
        import yaml
        data = yaml.load("a: 1", Loader=yaml.FullLoader)

    Good:
        import yaml
        class Loader(yaml.SafeLoader):
            pass
        data = yaml.safe_load("a: 1")
        data = yaml.load("a: 1", Loader=Loader)
    """

    code = "LLS714"
    exempt = "loaders that build no objects of any class"
    as_value = True
    calls = frozenset(
        {"ruamel.yaml.YAML", "ruamel.yaml.load", "ruamel.yaml.load_all", "yaml.load", "yaml.load_all"}
    )
    names = frozenset(
        f"{module}.{name}"
        for module in (
            "ruamel.yaml",
            "yaml",
            "yaml.loader",
            "yaml.cyaml",
            "yaml.constructor",
            "ruamel.yaml.constructor",
        )
        for name in """CFullLoader CLoader CUnsafeLoader Constructor FullConstructor FullLoader Loader
        UnsafeConstructor UnsafeLoader full_load full_load_all unsafe_load unsafe_load_all""".split()
    )

    @staticmethod
    def matches(call: Call) -> bool:
        if call.name == "ruamel.yaml.YAML":
            return call.argument(None, "typ").may_be("unsafe", "full")
        loader = call.argument(1, "Loader")
        return not loader.given or None in loader.constants

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return (
            Severity.TELL
            if isinstance(fact, Mention) and re.search("C?FullLoader$|full_load", fact.name)
            else cls.severity
        )


class ConfiguredCall(Rule):
    """`{name}` calls whatever the configuration names; write it out as a dict, or use `logging.basicConfig`.

    Any entry `"()"` or `class` of the configuration may name any function of any module. Clean is `logging.config.dictConfig`,
    called by its full name, of a dict that is written out there, names the library's own handlers for streams and files
    alone, and holds nothing computed.

    Bad:
        import json
        import logging.config
        with open("logging.json") as file:
            logging.config.dictConfig(json.load(file))

    Good:
        import logging
        import logging.config
        logging.basicConfig(filename="run.log", level=logging.INFO)
        logging.config.dictConfig({"version": 1, "root": {"level": "INFO"}})
    """

    code = "LLS715"
    severity = Severity.TELL
    names = frozenset(
        {"hydra.utils.call", "hydra.utils.get_method", "hydra.utils.instantiate", "logging.config"}
    )
    methods = frozenset({"dictConfig", "fileConfig"})
    attributes = frozenset({"from_pyfile"})


class Reducer(Rule):
    """`{name}` names a function to run when the object is unpickled; use `__getstate__`, `__setstate__`.

    Bad:
        class Job:
            def __reduce__(self):
                return print, ("unpickled",)

    Good:
        class Job:
            def __getstate__(self):
                return {"name": self.name}
            def __setstate__(self, state):
                self.name = state["name"]
    """

    code = "LLS716"
    severity = Severity.TELL
    defines = frozenset(
        """.__reduce__ .__reduce_ex__ __reduce__ __reduce_ex__ dispatch_table persistent_id persistent_load
        reducer_override""".split()
    )


def _possible(argument: Argument) -> bool:
    return argument.given and not (argument.known and not any(argument.constants))
