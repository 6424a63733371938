"""What a program shows, as bundles of MIME types: by the protocol of notebooks, and without a browser or a window."""

from __future__ import annotations

import binascii
import builtins
import json
import sys
from functools import wraps
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from io import BytesIO
from types import ModuleType
from typing import Any, Callable, Mapping, Sequence, cast

from .channel import MessageError

_REPRESENTATIONS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_jpeg_": "image/jpeg",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
}
_MOST_BYTES = 8 << 20  # of a bundle
_MOST_TEXT = 65536  # of the plain one
_PLAIN = "text/plain"

Bundle = Mapping[str, str]


class Displays:
    """Where what is shown goes, if anybody wants it: to the ``sink``, as the header and body of a message."""

    def __init__(self) -> None:
        self.sink: Callable[[dict[str, Any], bytes], None] | None = None

    def begin(self, sink: Callable[[dict[str, Any], bytes], None]) -> None:
        """Give the program ``display``, and show what it draws."""
        self.sink = sink
        vars(builtins)["display"] = self.display

    def install(self) -> None:
        """Have modules that draw, which are there or will be imported, ask here first."""
        patches = {
            "matplotlib.pyplot": self._patch_pyplot,
            "PIL.Image": self._patch_image,
            "PIL.ImageShow": self._patch_viewers,
        }
        for name, patch in patches.items():
            if name in sys.modules:
                patch(sys.modules[name])
        sys.meta_path.insert(0, _Patcher(patches))

    def display(self, *objects: object) -> None:
        """Show objects as a notebook does."""
        for each in objects:
            self._send(_bundle(each))

    def show_rich(self, value: object) -> None:
        """Show a value that has more than plain text."""
        bundle = _bundle(value)
        if bundle.keys() - {_PLAIN}:
            self._send(bundle)

    def show_figures(self, *_: object, **__: object) -> None:
        """Show the figures of pyplot that nobody has closed, and close them."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if not pyplot:
            return
        for number in pyplot.get_fignums():
            self.display(pyplot.figure(number))
        pyplot.close("all")

    def _send(self, bundle: Bundle) -> None:
        kept, body = [], b""
        for mime, text in sorted(bundle.items(), key=lambda each: len(each[1])):
            data = text.encode("utf-8", "replace")
            if len(body) + len(data) <= _MOST_BYTES:
                kept.append((mime, len(data)))
                body += data
        assert self.sink
        try:
            self.sink({"display": kept}, body)
        except MessageError:  # in a process that the program has started
            print(bundle[_PLAIN])

    def _patch_pyplot(self, module: ModuleType) -> None:
        vars(module)["show"] = self._instead_of(vars(module)["show"], self.show_figures)

    def _patch_image(self, module: ModuleType) -> None:
        image = vars(module)["Image"]
        image.show = self._instead_of(image.show, self._show_image)

    def _patch_viewers(self, module: ModuleType) -> None:
        vars(module)["show"] = self._instead_of(vars(module)["show"], self._show_image)

    def _instead_of(self, usual: Callable[..., Any], ours: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(usual)
        def show(*args: Any, **options: Any) -> Any:
            return (ours if self.sink else usual)(*args, **options)

        return show

    def _show_image(self, image: object, *_: object, **__: object) -> bool:
        self.display(image)
        return True


def _bundle(value: object) -> Bundle:
    found: dict[str, str] = {}
    own = _asked(value, "_repr_mimebundle_")
    own = own[0] if isinstance(own, tuple) and own else own
    for mime, data in own.items() if isinstance(own, dict) else ():
        found[str(mime)] = _text(data)
    for method, mime in _REPRESENTATIONS.items():
        data = None if mime in found else _asked(value, method)
        data = data[0] if isinstance(data, tuple) and data else data
        if data is not None:
            found[mime] = _text(data)
    if type(value).__module__ == "matplotlib.figure":
        found.setdefault("image/png", _text(_png(value)))
    found.setdefault(_PLAIN, repr(value)[:_MOST_TEXT])
    return found


def _asked(value: object, method: str) -> Any:
    """Return what an object says by a method of its class; nothing if that fails, as notebooks do it."""
    answer = getattr(type(value), method, None)
    try:
        return None if isinstance(value, type) or not answer else answer(value)
    except Exception:  # noqa: BLE001 - some objects can show themselves in some forms only
        return None


def _text(data: object) -> str:
    if isinstance(data, bytes):
        return binascii.b2a_base64(data, newline=False).decode()
    return data if isinstance(data, str) else json.dumps(data, default=str)


def _png(figure: Any) -> bytes:
    file = BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight")
    return file.getvalue()


class _Patcher:
    """Finds nothing, but patches modules as they are imported."""

    def __init__(self, patches: Mapping[str, Callable[[ModuleType], None]]) -> None:
        self._patches = dict(patches)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        patch = self._patches.pop(name, None)
        spec = find_spec(name) if patch else None
        if spec and spec.loader:
            assert patch
            spec.loader = cast("Any", _Loader(spec.loader, patch))
        return spec


class _Loader:
    def __init__(self, loader: Any, patch: Callable[[ModuleType], None]) -> None:
        self._loader, self._patch = loader, patch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._patch(module)
