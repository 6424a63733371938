"""Makes a virtual environment that is not called so, with a line that Python runs at its start."""

# gone: tools/lib/python3.11/site-packages/zz.pth
# log: tools
import os

os.makedirs("tools/lib/python3.11/site-packages")
open("tools/pyvenv.cfg", "w").write("home = /usr/bin\n")
open("tools/lib/python3.11/site-packages/zz.pth", "w").write("import os\n")
