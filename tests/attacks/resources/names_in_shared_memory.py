"""Makes so many files in shared memory that nobody can remove them in time."""

# outcome: pass | fail
# seconds: 10
# not covered without read-only-root | landlock: everybody may write there
try:
    for number in range(400_000):
        open(f"/dev/shm/{number}", "w").close()
    print("ESCAPED")
except OSError:
    pass
