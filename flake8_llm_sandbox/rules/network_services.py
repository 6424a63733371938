"""Databases, online services, downloads and browsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call, Text

URL = re.compile(
    r"(?:https?|ftps?|sftp|ssh|smb|rtsp|s3[an]?|gs|gcs|az|adl|abfss?|wasbs?|hdfs|webdavs?|hf)(?:\+\w+)?://",
    re.IGNORECASE,
)
SERVER = re.compile(
    r"(?:postgres|postgresql|mysql|mariadb|mssql|oracle|cockroachdb|snowflake|redshift)(?:\+\w+)?://",
    re.IGNORECASE,
)


class Database(Rule):
    """`{name}` connects to a database server; use `sqlite3` with a file inside the project.

    Bad:
        import psycopg2
        psycopg2.connect(host="db")

    Bad:
        from sqlalchemy import create_engine
        engine = create_engine("postgresql://db/app")

    Good:
        import sqlite3
        from sqlalchemy import create_engine
        engine = create_engine("sqlite:///data/app.db")
        connection = sqlite3.connect("data/app.db")
    """

    code = "LLS511"
    severity = Severity.TELL
    names = frozenset(
        """aiomysql aiopg aioredis asyncmy asyncpg cassandra clickhouse_connect clickhouse_driver couchdb
        cx_Oracle databricks elasticsearch happybase ibm_db influxdb influxdb_client mariadb memcache
        motor.motor_asyncio motor.motor_tornado mysql.connector MySQLdb neo4j opensearchpy oracledb
        peewee.MySQLDatabase peewee.PostgresqlDatabase pg8000 pinecone psycopg psycopg2 pylibmc pymemcache
        pymongo pymssql pymysql pyodbc qdrant_client redis redshift_connector snowflake.connector
        weaviate""".split()
    )
    calls = frozenset(
        """databases.Database polars.read_database pandas.DataFrame.to_sql pandas.read_sql pandas.read_sql_query pandas.read_sql_table
        sqlalchemy.create_async_engine sqlalchemy.create_engine sqlalchemy.engine.create_engine
        sqlalchemy.ext.asyncio.create_async_engine sqlmodel.create_engine""".split()
    )
    methods = frozenset({"read_sql", "to_sql"})

    @staticmethod
    def matches(call: Call) -> bool:
        texts = call.texts()
        if "create" in call.name or "Database" in call.name:
            return not texts or not all(text.startswith("sqlite") for text in texts[:1])
        return any(SERVER.match(text) for text in texts)


class Service(Rule):
    """`{name}` calls an online service with the host's account; take a function that asks it as an argument.

    Bad:
        import boto3
        boto3.client("s3").upload_file("data.csv", "bucket", "data.csv")

    Bad:
        from openai import OpenAI
        client = OpenAI()

    Good:
        def summarise(text, ask):
            return ask(f"Summarise: {text}")
    """

    code = "LLS512"
    severity = Severity.TELL
    names = frozenset(
        """adlfs aioboto3 algoliasearch anthropic azure boto boto3 botocore cohere comet_ml discord
        firebase_admin gcsfs geopy.geocoders github gitlab google.auth google.cloud google.genai
        google.generativeai google_auth_oauthlib googleapiclient groq gspread hvac.Client jira kubernetes
        langchain_anthropic langchain_openai linode_api litellm mistralai msal neptune.init_run notion_client
        ollama openai pandas.read_gbq pandas_gbq posthog praw replicate.run s3fs sendgrid sentry_sdk slack_sdk
        slackclient stripe supabase telebot telegram telethon tweepy twilio wandb yfinance""".split()
    )


class Download(Rule):
    """`{name}` downloads data, a model or code; load a copy that lies inside the project.

    Bad:
        from sklearn.datasets import fetch_openml

    Bad:
        from transformers import AutoModel
        model = AutoModel.from_pretrained("gpt2")

    Good:
        from sklearn.datasets import load_iris, make_blobs
        data = load_iris()
    """

    code = "LLS513"
    severity = Severity.TELL
    attributes = frozenset({"from_pretrained", "push_to_hub"})
    names = frozenset(
        """astropy.utils.data.download_file datasets.load_dataset datasets.load_dataset_builder gdown
        gensim.downloader huggingface_hub instaloader kaggle kagglehub keras.applications keras.datasets
        keras.utils.get_file newspaper.Article nltk.download nltk.downloader opendatasets
        pandas.io.common.urlopen pandas_datareader pooch pytube scipy.datasets seaborn.get_dataset_names
        seaborn.load_dataset sentence_transformers.SentenceTransformer skimage.data.download_all
        sklearn.datasets.fetch_20newsgroups sklearn.datasets.fetch_20newsgroups_vectorized
        sklearn.datasets.fetch_california_housing sklearn.datasets.fetch_covtype sklearn.datasets.fetch_file
        sklearn.datasets.fetch_kddcup99 sklearn.datasets.fetch_lfw_pairs sklearn.datasets.fetch_lfw_people
        sklearn.datasets.fetch_olivetti_faces sklearn.datasets.fetch_openml sklearn.datasets.fetch_rcv1
        sklearn.datasets.fetch_species_distributions spacy.cli.download statsmodels.api.datasets.get_rdataset
        statsmodels.datasets.get_rdataset tensorflow.keras.applications tensorflow.keras.datasets
        tensorflow.keras.utils.get_file tensorflow_datasets tensorflow_hub textblob.download_corpora
        torch.hub.download_url_to_file torch.hub.load_state_dict_from_url torchtext.datasets
        torchvision.datasets.utils transformers.pipeline wikipedia wikipediaapi youtube_dl yt_dlp""".split()
    )
    packaged = re.compile("")
    calls = frozenset(
        f"torchvision.datasets.{name}"
        for name in "CIFAR10 CIFAR100 EMNIST FashionMNIST ImageNet KMNIST MNIST STL10 SVHN".split()
    )

    @staticmethod
    def matches(call: Call) -> bool:
        if call.name in Download.calls:
            return call.argument(None, "download").may_be(True)
        if not call.name.startswith(("timm.", "torchvision.models.")):
            return False
        weights = call.argument(None, "weights")
        return True in call.argument(None, "pretrained").constants or (
            weights.given and weights.constants != (None,)
        )


class ReadUrl(Rule):
    """`{name}` is given a URL, so it goes to the network; give it a file inside the project.

    So does XML that names other documents, where the parser or `xinclude` follows them.

    Bad:
        import pandas as pd
        frame = pd.read_csv("https://example.org/data.csv")

    Bad:
        def save(frame):
            frame.to_csv("s3://bucket/data.csv")

    Good:
        import pandas as pd
        frame = pd.read_csv("data.csv")
        frame["page"] = "https://example.org/" + frame["name"]
    """

    code = "LLS514"
    severity = Severity.TELL
    methods = frozenset(
        """read_csv read_excel read_html read_json read_parquet to_csv to_excel to_feather to_html to_json
        to_markdown to_parquet to_pickle to_stata to_xml""".split()
    )
    calls = frozenset(
        """camelot.read_pdf matplotlib.pyplot.style.use matplotlib.style.use cv2.VideoCapture dask.dataframe.read_csv dask.dataframe.read_json
        dask.dataframe.read_parquet feedparser.parse fsspec.filesystem fsspec.open geopandas.read_file
        imageio.imread imageio.v2.imread imageio.v3.imread lxml.etree.iterparse lxml.etree.parse
        lxml.html.parse matplotlib.image.imread matplotlib.pyplot.imread nltk.data.load numpy.DataSource
        numpy.genfromtxt mlflow.set_tracking_uri numpy.DataSource.open numpy.lib.npyio.DataSource
        numpy.lib.npyio.DataSource.open numpy.loadtxt pandas.read_csv pandas.read_excel
        pandas.read_feather pandas.read_fwf pandas.read_html pandas.read_json pandas.read_orc
        pandas.read_parquet pandas.read_sas pandas.read_spss pandas.read_stata pandas.read_table
        pandas.read_xml polars.read_csv polars.read_json polars.read_parquet polars.scan_csv
        polars.scan_parquet pyquery.PyQuery skimage.io.imread smart_open.open weasyprint.HTML xarray.open_dataset
        xml.sax.parse xml.sax.saxutils.prepare_input_source xml.sax.xmlreader.XMLReader.parse""".split()
    ) | {f"pandas.DataFrame.{name}" for name in methods}

    attributes = frozenset({"xinclude"})
    packaged = re.compile(
        "(?:^|_)(?:clone|download|fetch|from_ur[il]|imread|load|open|read|retrieve|scan)(?:_|$)|^open|^style.use$"
    )
    names = frozenset(
        """lxml.ElementInclude lxml.etree.XInclude lxml.etree.XSLT lxml.html.parse xml.dom.xmlbuilder.DOMBuilder.parseURI
        xml.etree.ElementInclude.include xml.sax.handler.feature_external_ges
        xml.sax.handler.feature_external_pes""".split()
    )
    PARSERS = frozenset(f"lxml.etree.{name}" for name in ("ETCompatXMLParser", "XMLParser", "XMLPullParser"))
    calls |= PARSERS
    ENTITY = re.compile(r"<!ENTITY[^>]*\b(?:PUBLIC|SYSTEM)\s|<xi:include\b|\bdocument\(\s*['\"]")

    @staticmethod
    def matches(call: Call) -> bool:
        if call.name in ReadUrl.PARSERS:
            opens = (call.argument(None, name).constants for name in ("load_dtd", "resolve_entities"))
            return False in call.argument(None, "no_network").constants or any(True in each for each in opens)
        return any(URL.match(text) for text in call.texts())

    @staticmethod
    def matches_text(text: Text) -> bool:
        return bool(ReadUrl.ENTITY.search(text.value))


class Browser(Rule):
    """`{name}` drives a browser, which can load and run anything; parse a saved page instead.

    Bad:
        from selenium import webdriver
        driver = webdriver.Firefox()

    Good:
        from html.parser import HTMLParser
        parser = HTMLParser()
        parser.feed("<p>text</p>")
    """

    code = "LLS515"
    severity = Severity.TELL
    names = frozenset(
        """antigravity playwright pyppeteer selenium seleniumwire splinter undetected_chromedriver
        webdriver_manager""".split()
    )
