# --- .env files
from pathlib import Path
import os
import shutil
open(".env")  # LLS611
open("deploy/.env.local")  # LLS611
NAME = ".env"
open(NAME)  # LLS611
Path(".env").read_text()  # LLS611
print(Path("config") / ".env")
print(os.path.join("config", ".env"))
shutil.copy(".env", "copy")  # LLS611
print(list(Path(".").glob(".env*")))  # LLS611
open("." + "env")  # LLS611
def read(root):
    with open(f"{root}/.env") as file:  # LLS611
        return file.read()
# --- credentials
import os
from pathlib import Path
KEY = ".ssh/id_rsa"  # LLS612
open(KEY)
def collect(home):
    yield home + "/.aws/credentials"  # LLS612
    yield f"{home}/.kube/config"  # LLS612
    yield os.path.join(home, ".docker", "config.json")  # LLS612
    yield Path(home) / ".ssh" / "id_ed25519"  # LLS612
    yield Path(home, ".netrc")  # LLS612
    yield os.path.join(home, ".config/google-chrome", "Default", "Login Data")  # LLS612
    yield "%s/.bash_history" % home  # LLS612
    yield "{}/.git-credentials".format(home)  # LLS612
    yield home + "\\.aws\\credentials"  # LLS612
open(".pypirc")  # LLS612
open("".join(["i", "d", "_rsa"]))  # LLS612
open(b".ssh/id_rsa")  # LLS612
# --- start-up files
import os
from pathlib import Path
open(".bashrc", "a")  # LLS613
open("~/.zshrc", "a")  # LLS613
def install(home):
    (Path(home) / ".bash_profile").write_text("x")  # LLS613
    (Path(home) / ".profile").write_text("x")  # LLS613
    with open(home + "/.config/systemd/user/me.service", "w") as file:  # LLS613
        file.write("x")
    yield os.path.join(home, "Library", "LaunchAgents", "me.plist")  # LLS613
    yield os.path.join(home, "Microsoft", "Windows", "Start Menu", "Programs", "Startup", "me.bat")  # LLS613
    yield home + "\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\me.bat"  # LLS613
run = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"  # LLS613
# --- the machine's own files
cron = "/etc/cron.d/me"  # LLS403 LLS613
hosts = "/etc/hosts"  # LLS403 LLS613
preload = "/etc/ld.so.preload"  # LLS403 LLS613
users = "/etc/passwd"  # LLS403 LLS612
socket = "/var/run/docker.sock"  # LLS403 LLS612
# --- git, editors, Python
from pathlib import Path
open(".git/hooks/pre-commit", "w")  # LLS614
print(Path(".git") / "config")
open("../.gitconfig")  # LLS401 LLS614
open(".vscode/tasks.json", "w")  # LLS614
open(".github/workflows/ci.yml", "w")  # LLS614
def plant(folder):
    with open(folder + "/site-packages/me.pth", "w") as file:  # LLS614
        file.write("import me")
    Path(folder, "sitecustomize.py").write_text("import me")  # LLS614
# --- paths with more in them than it takes
open(".ssh//id_rsa")  # LLS612
open("./.git/./hooks/pre-commit")  # LLS614
open("./" * 100 + ".docker/./config.json")  # LLS612
open(".SSH/ID_RSA")  # LLS612
# --- clean look-alikes
from pathlib import Path
IGNORED = {".git", ".env", ".venv", "node_modules"}
suffixes = [".env", ".environment", ".env.example"]
def is_hidden(name):
    return name.endswith(".env") or name == ".env"
open(".env.example")
open("environment.yml")
open("data/credentials.csv")
open("history.txt")
note = "Create a .env file, then copy ~/.ssh/id_rsa.pub and ~/.aws/credentials to the server."
help_text = "Reads .netrc if it is there."
open("profile.json")
open("hosts.txt")
open("etc/hosts.txt")
open("models/best.pth")
open("data/crontab.csv")
open(".gitignore")
open(".github/CODEOWNERS")
print(Path(".vscode").exists(), Path("config.yml"), Path(".envs") / "a")
(Path("templates") / "hooks" / "pre-commit").read_text()
label = "Login Data"
selector = ".profile"
message = "Put this into your ~/.bashrc file and run crontab -e."
print("~/.bashrc is not touched")
schedule = {"crontab": "0 5 * * *", "keyrings": 1, "environment": "/environment"}
# --- URLs, and names that are only asked for
badge = "https://github.com/me/project/.github/workflows/ci.yml"
page = "https://docs.example.org/etc/passwd"
def ignored(name):
    return name in {".env", ".env.local", ".ssh", "id_rsa", ".netrc", ".git/config"} or name in [".npmrc"]
# --- not quite URLs, not only asked for
bad = "https://x/../../.ssh/id_rsa"  # LLS612
def steal(user, names):
    open(f"https://{user}/.ssh/id_rsa")  # LLS612
    return names & {".netrc"}  # LLS612
