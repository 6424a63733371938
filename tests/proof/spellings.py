"""Ways to write a string of at least two characters without writing it."""

from __future__ import annotations

import base64
import bz2
import codecs
import lzma
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def _middle(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


def _shift(text: str, distance: int) -> str:
    return "".join(chr(ord(character) + distance) for character in text)


def _interleaved(text: str) -> str:
    return "".join(character + "x" for character in text)


def _translated(text: str) -> str:
    letters = "".join(sorted(set(text)))
    substitutes = _shift(letters, 400)
    table = str.maketrans(letters, substitutes)
    return f"{text.translate(table)!r}.translate(str.maketrans({substitutes!r}, {letters!r}))"


def _looked_up(text: str) -> str:
    letters = sorted(set(text))
    return f"''.join({dict(enumerate(letters))!r}[k] for k in {[letters.index(c) for c in text]!r})"


def _from_alphabet(text: str) -> str:
    letters = "".join(sorted(set(text)))
    return f"''.join({letters!r}[k] for k in {[letters.index(c) for c in text]!r})"


# Expressions that the analysis computes.
COMPUTED: dict[str, Callable[[str], str]] = {
    "written out": repr,
    "sum": lambda text: "{!r} + {!r}".format(*_middle(text)),
    "adjacent": lambda text: "({!r} {!r})".format(*_middle(text)),
    "percent": lambda text: "'%s%s' % ({!r}, {!r})".format(*_middle(text)),
    "percent by key": lambda text: "'%(a)s%(b)s' % {{'a': {!r}, 'b': {!r}}}".format(*_middle(text)),
    "percent characters": lambda text: f"{'%c' * len(text)!r} % {tuple(map(ord, text))!r}",
    "format": lambda text: "'{{}}{{}}'.format({!r}, {!r})".format(*_middle(text)),
    "format by number": lambda text: "'{{1}}{{0}}'.format({1!r}, {0!r})".format(*_middle(text)),
    "format by key": lambda text: "'{{a}}{{b}}'.format(a={!r}, b={!r})".format(*_middle(text)),
    "format_map": lambda text: "'{{a}}{{b}}'.format_map({{'a': {!r}, 'b': {!r}}})".format(*_middle(text)),
    "f-string": lambda text: 'f"""{{{!r}}}{{{!r}}}"""'.format(*_middle(text)),
    "f-string with format": lambda text: f'f"""{{{text!r}:s}}"""',
    "join": lambda text: f"''.join({list(text)!r})",
    "join of a split": lambda text: f"''.join({' '.join(text)!r}.split())",
    "reversal": lambda text: f"{text[::-1]!r}[::-1]",
    "reversed": lambda text: f"''.join(reversed({text[::-1]!r}))",
    "every second": lambda text: f"{_interleaved(text)!r}[::2]",
    "slice": lambda text: f"{'xy' + text + 'z'!r}[2:-1]",
    "replace": lambda text: "{!r}.replace('~', '')".format("~".join(text)),
    "translate": _translated,
    "strip": lambda text: f"{'~~' + text + '~'!r}.strip('~')",
    "lower": lambda text: (
        f"{text.upper()!r}.lower()" if text == text.lower() else f"{text.swapcase()!r}.swapcase()"
    ),
    "removeprefix": lambda text: f"{'~~' + text!r}.removeprefix('~~')",
    "split": lambda text: f"{'a~' + text!r}.split('~')[1]",
    "partition": lambda text: f"{'a~' + text!r}.partition('~')[2]",
    "sum of chr": lambda text: " + ".join(f"chr({ord(character)})" for character in text),
    "chr of sums": lambda text: " + ".join(f"chr({ord(character) - 9} + 9)" for character in text),
    "map chr": lambda text: f"''.join(map(chr, {list(map(ord, text))!r}))",
    "comprehension": lambda text: f"''.join(chr(k - 1) for k in {[ord(c) + 1 for c in text]!r})",
    "list comprehension": lambda text: f"''.join([chr(ord(k) - 1) for k in {_shift(text, 1)!r}])",
    "exclusive or": lambda text: f"''.join(chr(k ^ 7) for k in {bytes(ord(c) ^ 7 for c in text)!r})",
    "join of lambda calls": lambda text: (
        f"''.join(map(lambda k: chr(k - 1), {[ord(c) + 1 for c in text]!r}))"
    ),
    "looked up": _looked_up,
    "from an alphabet": _from_alphabet,
    "bytes": lambda text: f"{text.encode()!r}.decode()",
    "bytes as str": lambda text: f"str({text.encode()!r}, 'ascii')",
    "list of bytes": lambda text: f"bytes({list(text.encode())!r}).decode()",
    "bytearray": lambda text: f"bytearray({list(text.encode())!r}).decode()",
    "bytes from hex": lambda text: f"bytes.fromhex({text.encode().hex()!r}).decode()",
    "bytes joined": lambda text: "b''.join([{!r}, {!r}]).decode()".format(*map(str.encode, _middle(text))),
    "escapes": lambda text: "'" + "".join(f"\\x{ord(character):02x}" for character in text) + "'",
    "base64": lambda text: f"base64.b64decode({base64.b64encode(text.encode())!r}).decode()",
    "base64 of text": lambda text: f"base64.b64decode({base64.b64encode(text.encode()).decode()!r}).decode()",
    "base32": lambda text: f"base64.b32decode({base64.b32encode(text.encode())!r}).decode()",
    "base16": lambda text: f"base64.b16decode({base64.b16encode(text.encode())!r}).decode()",
    "base85": lambda text: f"base64.b85decode({base64.b85encode(text.encode())!r}).decode()",
    "ascii85": lambda text: f"base64.a85decode({base64.a85encode(text.encode())!r}).decode()",
    "urlsafe": lambda text: f"base64.urlsafe_b64decode({base64.urlsafe_b64encode(text.encode())!r}).decode()",
    "unhexlify": lambda text: f"binascii.unhexlify({text.encode().hex()!r}).decode()",
    "a2b": lambda text: f"binascii.a2b_base64({base64.b64encode(text.encode())!r}).decode()",
    "rot13": lambda text: f"codecs.decode({codecs.encode(text, 'rot13')!r}, 'rot13')",
    "rot13 encoded": lambda text: f"codecs.encode({codecs.encode(text, 'rot13')!r}, 'rot_13')",
    "hex codec": lambda text: f"codecs.decode({text.encode().hex()!r}, 'hex').decode()",
    "base64 codec": lambda text: f"codecs.decode({base64.b64encode(text.encode())!r}, 'base64').decode()",
    "zlib": lambda text: f"zlib.decompress({zlib.compress(text.encode())!r}).decode()",
    "bz2": lambda text: f"bz2.decompress({bz2.compress(text.encode())!r}).decode()",
    "lzma": lambda text: f"lzma.decompress({lzma.compress(text.encode())!r}).decode()",
    "base64 of zlib": lambda text: (
        f"zlib.decompress(base64.b64decode({base64.b64encode(zlib.compress(text.encode()))!r})).decode()"
    ),
    "number": lambda text: f"({int.from_bytes(text.encode(), 'big')}).to_bytes({len(text)}, 'big').decode()",
    "number of a sum": lambda text: (
        f"int.to_bytes({int.from_bytes(text.encode(), 'big') - 1} + 1, {len(text)}, 'big').decode()"
    ),
    "number in hex": lambda text: f"bytes.fromhex('%x' % {int.from_bytes(text.encode(), 'big')}).decode()",
    "recoded": lambda text: f"{text.encode('utf-16')!r}.decode('utf-16')",
    "reduce": lambda text: f"functools.reduce(lambda a, b: a + b, {list(text)!r})",
    "reduce operator": lambda text: f"functools.reduce(operator.add, {list(text)!r})",
    "operator": lambda text: "operator.add({!r}, {!r})".format(*_middle(text)),
    "zip": lambda text: f"''.join(a + b for a, b in zip({text[::2]!r}, {(text + ' ')[1::2]!r})).strip()",
    "condition": lambda text: f"({text!r} if 1 < 2 else 'x')",
    "or": lambda text: f"('' or {text!r})",
    "key of a dict": lambda text: f"list({{{text!r}: 1}})[0]",
    "unquoted": lambda text: (
        f"urllib.parse.unquote({''.join(f'%{ord(character):02x}' for character in text)!r})"
    ),
    "unescaped": lambda text: f"html.unescape({''.join(f'&#{ord(character)};' for character in text)!r})",
}

# Expressions that it need not compute: in the place of a name they are a finding by themselves.
OPAQUE: dict[str, Callable[[str], str]] = {
    "json": lambda text: f"json.loads({chr(34) + text + chr(34)!r})",
    "literal": lambda text: f"ast.literal_eval({repr(text)!r})",
    "struct": lambda text: f"struct.pack({'B' * len(text)!r}, *{list(text.encode())!r}).decode()",
    "chained": lambda text: "''.join(itertools.chain({!r}, {!r}))".format(*_middle(text)),
    "template": lambda text: "string.Template('$a$b').substitute(a={!r}, b={!r})".format(*_middle(text)),
    "normal form": lambda text: (
        f"unicodedata.normalize('NFKC', {''.join(chr(ord(c) + 0xFEE0) for c in text)!r})"
    ),
    "memoryview": lambda text: f"memoryview({text.encode()!r}).tobytes().decode()",
    "name of a class": lambda text: f"type({text!r}, (), {{}}).__name__",
    "keyword": lambda text: f"list(dict(**{{{text!r}: 1}}))[0]",
    "substitution": lambda text: f"re.sub('~', '', {'~'.join(text)!r})",
    "largest": lambda text: f"max(['', {text!r}])",
    "drawn": lambda text: f"random.choice([{text!r}])",
    "repr": lambda text: f"repr({text!r})[1:-1]",
    "text stream": lambda text: f"io.StringIO({text!r}).read()",
    "wrapped": lambda text: f"textwrap.dedent({text!r})",
    "safe substitution": lambda text: f"string.Template({text!r}).safe_substitute()",
    "user string": lambda text: f"str(collections.UserString({text!r}))",
    "quoted printable": lambda text: f"quopri.decodestring({text.encode()!r}).decode()",
    "parsed": lambda text: f"shlex.split({text!r})[0]",
}
