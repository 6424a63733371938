"""The sandbox as tools of the Model Context Protocol. The only room that knows the package ``mcp``."""
