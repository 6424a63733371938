"""Load a cached model: unpickling runs what the file says."""

import pickle
from pathlib import Path

model = pickle.loads(Path("data/model.bin").read_bytes())
print(model)
