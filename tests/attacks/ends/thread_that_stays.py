"""The main thread ends; another one, which the interpreter joins, does not."""

# outcome: timeout
import threading
import time

threading.Thread(target=time.sleep, args=(10,)).start()
print("main ends")
