# --- a path that may be opened, 1
x="../secret"
open(x)  # LLS401
# --- a path that may be opened, 2
def f(p):
    return open(p)
f("../s")  # LLS401
# --- a path that may be opened, 3
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    return g(x)
# --- a path that may be opened, 4
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    y = x.strip()
    open(y)  # LLS402
# --- a path that may be opened, 5
def f():
    for x in ["/etc/shadow"]:  # LLS403 LLS612
        h(x)
# --- a path that may be opened, 6
import os
def f():
    x = os.path.normpath("/etc/shadow")  # LLS403 LLS612
    return x
# --- a path that may be opened, 7
class A:
    def assertRead(self, p): return open(p).read()  # LLS402
    def t(self): self.assertRead("/etc/shadow")  # LLS403 LLS612
# --- a path that may be opened, 8
def f():
    def g(): return x
    x = "/etc/shadow"  # LLS403 LLS612
    return g
# --- a path that may be opened, 9
X = "/etc/shadow"  # LLS403 LLS612
# --- a path that may be opened, 10
def f(x="/etc/shadow"):  # LLS403 LLS612
    pass
# --- a path that may be opened, 11
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    globals()["y"] = x
# --- a path that may be opened, 12
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    self.y = x
# --- a path that may be opened, 13
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    d = {"a": x}
    d["a"].open()
# --- a path that may be opened, 14
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    yield x
# --- a path that may be opened, 15
from pathlib import Path
def f():
    x = Path("/etc/shadow")  # LLS402 LLS403 LLS612
    x.read_text()  # LLS402
# --- a path that may be opened, 16
from pathlib import Path
def f():
    x = Path("/etc") / "shadow"  # LLS402 LLS403 LLS612
    print(x.resolve().read_bytes())  # LLS402
# --- a path that may be opened, 17
def s(p):
    return p
def f():
    print(open(s("/etc/shadow")))  # LLS402 LLS403 LLS612
# --- a path that may be opened, 18
def s(p):
    q = p
    return q
def f():
    t = s("/etc/shadow")  # LLS403 LLS612
    return t
# --- a path that may be opened, 19
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    return lambda: x
# --- a path that may be opened, 20
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    print(*map(open, [x]))  # LLS402
# --- a path that may be opened, 21
def f():
    [open(x) for x in ["/etc/shadow"]]  # LLS402 LLS403 LLS612
# --- a path that may be opened, 22
def f():
    with open("/etc/shadow") as g: pass  # LLS402 LLS403 LLS612
# --- a path that may be opened, 23
import pytest
@pytest.mark.parametrize("n", ["/etc/shadow"])  # LLS403 LLS612
def test_a(n):
    open(n)  # LLS402
# --- a path that may be opened, 24
import pytest
@pytest.mark.parametrize("n", ["/etc/shadow"])  # LLS403 LLS612
def test_a(n, r):
    r(n)
# --- a path that may be opened, 25
def f():
    x = "/etc/sha"  # LLS403
    x += "dow"  # LLS403 LLS612
    return x
# --- a path that may be opened, 26
def f():
    a, b = "/etc/shadow", 1  # LLS403 LLS612
    return a
# --- a path that may be opened, 27
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    print(x, file=open(x))  # LLS402
# --- a path that may be opened, 28
def f():
    raise ValueError("/etc/shadow")
try:
    f()
except ValueError as e:
    open(e.args[0])  # LLS402
# --- a path that may be opened, 29
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    assert open(x)  # LLS402
# --- a path that may be opened, 30
def f():
    x = repr("/etc/shadow")
    return x
# --- a path that may be opened, 31
def f():
    x = "/etc/shadow"  # LLS403 LLS612
    class A:
        y = x
    return A
# --- a path that is shown
print("/etc/shadow")
