# --- databases
import pymongo  # LLS511
import sqlalchemy
from redis import Redis  # LLS511
from redis.asyncio import Redis as Other  # LLS511
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
def connect(url):
    return create_engine(url)  # LLS511
sqlalchemy.create_engine("mysql+pymysql://db/app")  # LLS511
create_async_engine(url="postgresql+asyncpg://db/app")  # LLS511
create_engine("post" + "gresql://db")  # LLS511
import pandas as pd
pd.read_sql("select 1", "postgresql://db/app")  # LLS511
# --- services
import boto3  # LLS512
from google.cloud import storage  # LLS512
from googleapiclient.discovery import build  # LLS512
import openai as ai  # LLS512
def hook():
    import sentry_sdk
    sentry_sdk.init("https://example.org/1")  # LLS512
# --- downloads
import nltk
import seaborn as sns
import sklearn.datasets
from sklearn.datasets import fetch_california_housing  # LLS513
from tensorflow import keras
from torchvision import datasets
from transformers import pipeline  # LLS513
nltk.download("punkt")  # LLS513
sns.load_dataset("tips")  # LLS513
sklearn.datasets.fetch_openml("mnist_784")  # LLS513
keras.datasets.mnist.load_data()  # LLS513
datasets.MNIST("data", download=True)  # LLS513
def restore(model):
    return model.from_pretrained("gpt2")  # LLS513
# --- URLs for readers and writers
import io
import numpy as np
import pandas
from lxml import etree
ADDRESS = "https://example.org/data.csv"
pandas.read_csv(ADDRESS)  # LLS514
pandas.read_json("s3://bucket/a.json")  # LLS514
pandas.read_html(io="HTTPS://example.org")  # LLS514
def load(name):
    return pandas.read_csv(f"https://example.org/{name}.csv")  # LLS514
np.loadtxt("ftp://example.org/a.txt")  # LLS514
etree.parse("http://example.org/a.xml")  # LLS514
frame = pandas.DataFrame()
frame.to_csv("gs://bucket/a.csv")  # LLS514
pandas.read_csv("a.csv").to_json("s3://bucket/a.json")  # LLS514
pandas.io.common.urlopen(ADDRESS)  # LLS513
# --- browsers
from selenium import webdriver  # LLS515
from playwright.sync_api import sync_playwright  # LLS515
# --- clean look-alikes
import numpy as np
import pandas as pd
import seaborn as sns
import sqlite3
from google.protobuf import message
from sklearn.datasets import load_iris, make_classification
from sqlalchemy import Column, Integer, create_engine
from sqlalchemy.orm import sessionmaker
from torchvision import datasets, transforms
from PIL import Image
engine = create_engine("sqlite:///app.db", echo=False)
memory = create_engine("sqlite://")
Session = sessionmaker(bind=engine)
connection = sqlite3.connect("app.db")
frame = pd.read_csv("data.csv")
frame.to_csv("out.csv")
frame.to_sql("table", connection)
pd.read_sql("select * from rows", connection)
np.loadtxt("a.txt")
sns.heatmap(frame)
datasets.MNIST("data", download=False)
class Store:
    def download(self, redis):
        return redis
Store().download({"redis": 1})
links = pd.DataFrame({"url": ["https://example.org"]})
links.to_json("links.json")
# --- what only looks at a client
import inspect
import uvicorn
if "ws" in inspect.signature(uvicorn.run).parameters and hasattr(uvicorn.Server, "serve"):
    print("new")
# --- a type of it
from playwright.async_api import Page
