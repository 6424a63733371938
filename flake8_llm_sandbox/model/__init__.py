"""What public functions of a library can do, and by which of their arguments, computed from its source.

A value stands as text: `os.path.join` is that function, `zipfile.ZipFile()` what a call of it gives, `$path` a parameter
and what is made of it, `@name` an attribute of the method's own object.
"""
