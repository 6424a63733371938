"""The sandbox in frameworks for agents: a module for each, which nothing else imports, and which needs the extra of its name."""
