"""Jupyter notebooks: their code cells as one program, in which what only IPython understands is judged by itself."""
