"""Opens files until there are no more descriptors."""

# prints: bounded
import os

count = 0
try:
    while count < 5000:
        os.open("/dev/null", os.O_RDONLY)
        count += 1
except OSError:
    pass
print("bounded" if count <= 256 else "ESCAPED")
