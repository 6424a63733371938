# --- pickle, by every way
import pickle
import pickle as p
import _pickle
from pickle import loads
from pickle import load as read
import cPickle
import shelve  # LLS711
import joblib
import dill
import pandas as pd
from multiprocessing.reduction import ForkingPickler  # LLS711
pickle.loads(b"")  # LLS711
p.Unpickler(open("a", "rb")).load()  # LLS711
_pickle.loads(b"")  # LLS711
loads(b"")  # LLS711
read(open("a", "rb"))  # LLS711
cPickle.loads(b"")  # LLS711
getattr(pickle, "lo" + "ads")(b"")  # LLS711
list(map(pickle.loads, [b""]))  # LLS711
{"pkl": pickle.load}["pkl"](open("a", "rb"))  # LLS711
joblib.load("a")  # LLS711
dill.loads(b"")  # LLS711
pd.read_pickle("a")  # LLS711
pd.io.pickle.read_pickle("a")  # LLS711
pd.compat.pickle_compat.pickle.loads(b"")  # LLS711
def run(module):
    return module.loads(b"")  # LLS711
run(pickle)  # LLS807
class Loader(pickle.Unpickler):  # LLS711
    pass
def restore(data, how=pickle.loads):
    return how(data)  # LLS711
# --- star import
from pickle import *
loads(b"")  # LLS711
# --- models and arrays
import numpy as np
import torch
import keras
from functools import partial
from torch import load
np.load("a.npy", allow_pickle=True)  # LLS713
np.load("a.npy", None, True)  # LLS713
def read(flag, **options):
    np.load("a.npy", allow_pickle=flag)  # LLS713
    np.load("a.npy", **options)  # LLS713
torch.load("a.pt")  # LLS713
torch.load("a.pt", weights_only=False)  # LLS713
load("a.pt", map_location="cpu")  # LLS713
keras.models.load_model("a.keras")  # LLS713
# --- YAML
import yaml
import yaml as y
from yaml import FullLoader, load
yaml.load("a")  # LLS714
y.load("a", Loader=y.Loader)  # LLS714
load("a", Loader=FullLoader)  # LLS714
yaml.load("a", None)  # LLS714
yaml.unsafe_load("a")  # LLS714
yaml.full_load_all("a")  # LLS714
class Mine(yaml.UnsafeLoader):  # LLS714
    pass
yaml.load("a", Loader=yaml.loader.UnsafeLoader)  # LLS714
import ruamel.yaml
ruamel.yaml.YAML(typ="unsafe")  # LLS714
# --- configured calls
import logging
import logging.config
import logging.config as aliased  # LLS715
import main
from logging import config as log_config  # LLS715
from logging.config import dictConfig, fileConfig  # LLS715
configure = logging.config.dictConfig  # LLS715
SETTING = {"version": 1}
logging.config.dictConfig(SETTING)  # LLS715
logging.config.dictConfig(config={"version": 1})  # LLS715
logging.config.dictConfig({"version": 1, "root": {"()": "os.system"}})  # LLS715
logging.config.dictConfig({"version": 1, **main.extra})  # LLS715
logging.config.dictConfig({"version": 1, "handlers": {"x": {"class": "main.run"}}})  # LLS715
logging.config.dictConfig({"version": 1, "handlers": {"x": {"stream": "ext://main.run"}}})  # LLS715
logging.config.dictConfig({"version": 1, "handlers": {"x": {"filename": "../x"}}})  # LLS401 LLS715
logging.config.dictConfig({"version": 1, "root": {"level": main.level}})  # LLS715
class Mine(logging.Formatter):
    pass
class Filing(logging.Handler):
    def __init__(self, path):
        open(path)
logging.config.dictConfig({"version": 1, "handlers": {"x": {"()": Filing, "path": "/etc/passwd"}}})  # LLS403 LLS612
logging.config.dictConfig({"version": 1, "formatters": {"x": {"()": Mine}}})
logging.config.dictConfig({"version": 1, "formatters": {"x": {"()": main.Mine}}})  # LLS715
logging.config.dictConfig({"version": 1, "formatters": {"x": {"()": Mine, ".": {"converter": main.run}}}})  # LLS715
logging.config.listen()  # LLS715
list(map(logging.config.dictConfig, [SETTING]))  # LLS715
main.logging.config.dictConfig(SETTING)  # LLS715
def late(box, module):
    box[0].dictConfig(module)  # LLS715
# --- a configuration that is written out
import logging
import logging.config
logging.config.dictConfig({
    "version": 1,
    "formatters": {"short": {"format": "%(levelname)s %(message)s"}},
    "handlers": {
        "screen": {"class": "logging.StreamHandler", "formatter": "short", "stream": "ext://sys.stdout"},
        "file": {"class": "logging.handlers.RotatingFileHandler", "filename": "logs/run.log", "maxBytes": 10000},
    },
    "root": {"level": logging.INFO, "handlers": ["screen", "file"]},
})
# --- reducers
class A:
    def __reduce__(self):  # LLS716
        return print, ("a",)
class Own:
    def __reduce__(self):
        return (Own, (1,))
class Sixth:
    def __reduce__(self):  # LLS716
        return Own, (), {}, None, None, print
class Either:
    def __reduce__(self):  # LLS716
        return (Own, ()) if self else (print, ())
class B:
    def __reduce_ex__(self, protocol):  # LLS716
        return print, ("b",)
import copyreg  # LLS711
# --- marshal
import marshal
from marshal import loads  # LLS712
marshal.loads(b"")  # LLS712
# --- clean look-alikes
import copy
import csv
import json
import logging
import pickle
import joblib
import jsonpickle
import numpy as np
import torch
import yaml
import xml.etree.ElementTree as ET
from yaml import CSafeLoader, SafeLoader
class Store:
    def load(self, name):
        return name
    def loads(self, text):
        return text
    def __getstate__(self):
        return {}
    def __setstate__(self, state):
        self.__dict__.update(state)
Store().load("a")
Store().loads("a")
json.loads("{}")
pickle.dumps({"a": 1})
joblib.dump({"a": 1}, "a.joblib")
jsonpickle.encode({"a": 1})
np.load("a.npy")
np.load("a.npy", allow_pickle=False)
np.load("a.npy", mmap_mode="r")
torch.load("a.pt", weights_only=True)
torch.save({}, "a.pt")
yaml.safe_load("a: 1")
yaml.load("a: 1", Loader=SafeLoader)
yaml.load("a: 1", CSafeLoader)
yaml.dump({"a": 1})
copy.deepcopy([1])
ET.parse("a.xml")
ET.fromstring("<a/>")
model = torch.nn.Linear(1, 1)
model.load_state_dict({})
logging.basicConfig(filename="run.log")
except_types = (pickle.UnpicklingError, pickle.PicklingError)
# --- code of a model's author, by options of other packages
from docling.models import ModelSpec
from mine import Options

spec = ModelSpec(repo="a/b", trust_remote_code=True)  # LLS113
ModelSpec(repo="a/b", trust_remote_code=False)
print(Options(trust="remote_code"))
