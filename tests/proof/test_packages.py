"""Models of packages that are shipped: what they find, and what people write every day."""

from __future__ import annotations

import pytest

from flake8_llm_sandbox import analyze

ACTING = [
    ("import flask, sys\nflask.cli.prepare_import('/opt/x')\n", "LLS402"),
    ("import django.core.files.move as m\nm.file_move_safe('/opt/x', 'y')\n", "LLS402"),
    ("from celery.utils.imports import find_module\nfind_module(input())\n", "LLS111"),
    ("from polars import Config\nConfig.save_to_file('..')\n", "LLS401"),
    ("from pydantic import RootModel\nRootModel.parse_raw(data, allow_pickle=True)\n", "LLS711"),
    ("import matplotlib\nmatplotlib.rc_file('..')\n", "LLS401"),
]
HONEST = [
    """
from flask import Blueprint, Flask, jsonify, render_template, request

def create_app(name, settings=None):
    app = Flask(name, static_folder="static", instance_path=settings)
    app.config.from_mapping(DEBUG=False)
    app.register_blueprint(Blueprint("api", name, url_prefix="/api"))
    return app

app = Flask(__name__)

@app.route("/users/<int:number>", methods=["GET"])
def user(number):
    return jsonify(number=number, page=request.args.get("page", "/"))
""",
    """
from celery import shared_task

@shared_task(bind=True, max_retries=3)
def add(self, a, b):
    try:
        return a + b
    except ValueError as error:
        raise self.retry(exc=error, countdown=5)
""",
    """
from django.urls import include, path, reverse
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
urlpatterns = [path("", include(router.urls)), path("shop/", include("shop.urls"))]
home = reverse("home", args=["/a"])
""",
    """
import django.core.management
from django.core.files.base import ContentFile
from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Book", fields=[("id", models.AutoField(primary_key=True))], managers=[("all", make())])]

def save(book, text):
    book.cover.save("cover.png", ContentFile(text, name="cover.png"))
""",
    """
import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

def draw(values, renderer):
    figure = Figure(figsize=(4, 3))
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot(1, 1, 1)
    axes.plot(values, label="/s")
    figure.suptitle("km/h", fontsize=12)
    axes.add_artist(Text(0, 0, "/a", fontproperties={"size": 12}))
    axes.xaxis.draw(renderer)
    return canvas
""",
    """
from PIL import Image, ImageDraw, ImageFont, ImageTk

def thumbnail(name, size):
    with Image.open(name) as image:
        image.thumbnail(size)
        image.save("thumbnails/a.png")
    font = ImageFont.truetype("fonts/sans.ttf", 12)
    ImageDraw.Draw(image).text((0, 0), "/", font=font)
    return ImageTk.PhotoImage(image=image)
""",
    """
from pydantic import BaseModel, RootModel

class User(BaseModel):
    name: str

def read(text):
    return User.parse_raw(text), BaseModel.parse_raw(text, encoding="utf-8"), RootModel.parse_raw(text)
""",
    """
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

vectors = TfidfVectorizer(decode_error="ignore").fit_transform(["/etc", "and/or"])
words = CountVectorizer(stop_words="english").fit(["a/b", "/c"])
""",
    """
from sqlalchemy import Column, Integer, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Session, relationship

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    number = Column(Integer, primary_key=True)
    name = Column(String(20))
    orders = relationship("Order", back_populates="user")
""",
    """
import polars as pl

frame = pl.read_csv("data.csv", encoding="utf8").lazy().filter(pl.col("a") > 1).collect()
frame.write_parquet("build/a.parquet")
frame.write_csv("build/a.csv")
""",
]


@pytest.mark.parametrize(("program", "code"), ACTING)
def test_what_acts_is_found(program: str, code: str) -> None:
    assert code in {finding.code for finding in analyze(program)}


@pytest.mark.parametrize("program", HONEST)
def test_what_people_write_is_clean(program: str) -> None:
    assert analyze(program) == ()
