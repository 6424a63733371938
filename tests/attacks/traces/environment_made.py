"""Makes files that shells and tools read by themselves."""

# gone: .envrc
# log: .envrc
open(".envrc", "w").write("hostile")
