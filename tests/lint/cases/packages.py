# --- packages that start, talk, serve and load
import dropbox  # LLS512
import graphviz
from Bio import Entrez, SeqIO
from PyQt5.QtGui import QColor, QDesktopServices
from diskcache import Cache
from gi.repository import GLib, Gtk
from nicegui import ui
from pdf2image import convert_from_path
from torch.utils import benchmark, data
Entrez.efetch(db="nucleotide", id="1")  # LLS512
QDesktopServices.openUrl("file:a.sh")  # LLS205
GLib.spawn_command_line_sync("id")  # LLS201
graphviz.Digraph().render("a")  # LLS201
convert_from_path("a.pdf")  # LLS201
Cache("cache")  # LLS711
ui.run()  # LLS502
benchmark.Timer(stmt="print(1)").timeit(1)  # LLS102
# --- what the same packages offer to compute and show
import graphviz
import plotly.graph_objects as go
import pyarrow as pa
import pytesseract_helpers
from Bio import SeqIO
from PyQt5.QtGui import QColor
from gi.repository import GLib, Gtk
from nicegui import ui
from torch.utils import data
graph = graphviz.Digraph()
graph.node("a")
print(graph.source, QColor("red"), GLib.markup_escape_text("a"), Gtk.Label())
ui.label("a")
figure = go.Figure()
figure.update_layout(title="a")
figure.to_json()
print(pa.array([1, 2]).sum(), data.DataLoader([1]), pytesseract_helpers.clean("a"))
print(list(SeqIO.parse("a.fasta", "fasta")))
# --- packages by what a call says
import duckdb
import pandas
import polars as pl
import py7zr
import somepackage
import torchvision
from crewai import Agent
from langchain_community.vectorstores import FAISS
FAISS.load_local("index", None, allow_dangerous_deserialization=True)  # LLS713
somepackage.load("a.bin", weights_only=False)  # LLS713
Agent(role="a", allow_code_execution=True)  # LLS101
py7zr.SevenZipFile("a.7z").extractall("data")  # LLS307
torchvision.models.resnet18(pretrained=True)  # LLS513
somepackage.open_table("https://example.org/a.csv")  # LLS514
pl.read_database("select 1", "postgresql://db/a")  # LLS511
duckdb.sql("select * from '/opt/a.csv'")  # LLS406
duckdb.sql("select * from read_text('../a.txt')")  # LLS406
# --- the same calls that say nothing of it
import duckdb
import somepackage
import torchvision
from crewai import Agent
from langchain_community.vectorstores import FAISS
FAISS.load_local("index", None)
somepackage.load("a.bin", weights_only=True)
Agent(role="a", allow_code_execution=False)
torchvision.models.resnet18(weights=None)
somepackage.parse("https://example.org/a.csv")
somepackage.payload(url="https://example.org/a.csv")
duckdb.sql("select * from 'a.csv' where x = '/opt/a'")
duckdb.sql("select * from read_csv('data/a.csv')")
# --- packages that look up names, start programs and serve folders
import gevent.os
import wrapt
from IPython.utils.process import getoutput
from PIL import ImageMath
from PyQt6.QtCore import QLibrary
from anyio import to_process
from apscheduler.schedulers.background import BackgroundScheduler
from pygments.lexers import load_lexer_from_file
from six.moves import getoutput as output
from sphinx.application import Sphinx
from starlette.staticfiles import StaticFiles
from tornado.util import exec_in
from traitlets.utils.importstring import import_item
from watchdog.tricks import ShellCommandTrick
from werkzeug.debug import DebuggedApplication
def run(text, scheduler):
    exec_in(text, {})  # LLS101
    ImageMath.eval(text)  # LLS122
    scheduler.add_job("os:system", args=["id"])  # LLS111
wrapt.lazy_import("os")  # LLS111
import_item("os.system")  # LLS111
load_lexer_from_file("a.py")  # LLS111
Sphinx(".", ".", "a", "b", "html")  # LLS111
BackgroundScheduler().add_job(func="os:system", args=["id"])  # LLS111
DebuggedApplication(None, evalex=True)  # LLS103
ShellCommandTrick("id")  # LLS201
getoutput("id")  # LLS201
output("id")  # LLS202
gevent.os.fork_and_watch()  # LLS203
to_process.run_sync(print)  # LLS204
QLibrary("a").load()  # LLS701
StaticFiles(directory="/")  # LLS402
# --- their harmless neighbours
import gevent
import wrapt
from PIL import ImageMath
from PyQt6.QtCore import QLocale
from anyio import to_thread
from apscheduler.schedulers.background import BackgroundScheduler
from pygments.lexers import PythonLexer
from six.moves import range, zip
from starlette.staticfiles import StaticFiles
from traitlets import HasTraits
from watchdog.events import FileSystemEventHandler
def work():
    return [*zip(range(3), range(3))]
@wrapt.decorator
def around(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs)
BackgroundScheduler().add_job(work, "interval", minutes=2, id="a:b")
print(ImageMath.eval("a + 1", a=1), PythonLexer(), gevent.sleep(0), StaticFiles(directory="static"), to_thread, QLocale)
# --- programs behind drawings, solvers and parsers; compilers, launchers and pickles
import cmdstanpy  # LLS703
import cx_Freeze  # LLS703
import h2o
import hupper
import networkx as nx
import objgraph
import shap
import watchfiles
from Bio.Blast.Applications import NcbiblastnCommandline
from diagrams import Diagram
from pulp import LpProblem
problem = LpProblem("a")
problem.solve()  # LLS201
h2o.init()  # LLS201
hupper.start_reloader("a.main")  # LLS204
nx.read_gpickle(open("a", "rb"))  # LLS711
nx.nx_agraph.view_pygraphviz(None)  # LLS201
objgraph.show_refs([1])  # LLS201
shap.Explainer.load(open("a", "rb"))  # LLS711
watchfiles.run_process(".", target="id")  # LLS201
NcbiblastnCommandline(query="a")()  # LLS201
with Diagram("a"):  # LLS201
    pass
# --- what they compute by themselves
import networkx as nx
import objgraph
import shap
from Bio.Blast import NCBIXML
from diagrams import Cluster
from pulp import LpProblem, LpVariable
problem = LpProblem("a")
problem += LpVariable("x") <= 1
print(nx.spring_layout(nx.path_graph(3)), objgraph.count("dict"), shap.Explainer(None), NCBIXML, Cluster)
# --- whole folders of the system, and file systems of one's own
import fuse  # LLS605
from sklearn.datasets import load_files
load_files("/root")  # LLS402
load_files("/etc/")  # LLS402 LLS403
# --- routes with such names
def register(router, client):
    router.add_file("/media", "/home")
    client.get("/root")
    client.load("/users")
