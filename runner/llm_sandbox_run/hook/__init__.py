"""Tool calls of coding agents: what Python they would run or write, judged before they do."""
