"""Check a tree of nodes against the table of keys, and build the typed resume from what passes."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING, Any

from cloud_resume.resume._image import read_picture
from cloud_resume.resume._model import TAGGABLE, Date, Meta, Picture, Resume, Settings
from cloud_resume.resume._nodes import LITERAL, STRING, Mapping, Node, Scalar, Sequence, absent, quoted
from cloud_resume.resume._privacy import patterns, privacy
from cloud_resume.resume._problem import printable
from cloud_resume.resume._rich import links, unlisted
from cloud_resume.resume._source import bad_character, shown
from cloud_resume.resume._spec import BASICS, RESUME, TAG_KEYS, List, Object, Tagged
from cloud_resume.resume._theme import read_style_sheet
from cloud_resume.resume._values import IMAGE, LANGUAGE_TAG, LONGEST_TEXT, RICH, THEME, URL, Text, nearest

if TYPE_CHECKING:
    from collections import abc
    from pathlib import Path
    from typing import TypeAlias

    from cloud_resume.resume._source import Source
    from cloud_resume.resume._spec import Kind
    from cloud_resume.resume._values import Report

    # gives the characters of a text that no font can show, each with the extra of this package that would bring one
    Unshowable: TypeAlias = abc.Callable[[str], abc.Mapping[str, str | None]]

_NAMED = 3  # characters that a message names
_MOST_GUESSES = 200  # items of an entry, among which to look for a misspelt one; of more, each guess would take long

_LASTING = Date(9999)  # the end of what has not ended, to compare with

_FLAGS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def check(
    root: Mapping,
    source: Source,
    folder: Path | None,
    unshowable: Unshowable | None = None,
    lang: str | None = None,
) -> Resume:
    """Build the resume of a tree; what is wrong with it is reported to `source` and left out."""
    checker = _Checker(source, folder, lang)
    resume = checker.resume(root)
    checker.report_repeats(resume)
    if unshowable:
        checker.report_glyphs(unshowable)
    return resume


class _Checker:
    def __init__(self, source: Source, folder: Path | None, lang: str | None) -> None:
        self._lang = lang
        self._source = source
        self._folder = folder
        self._picture: Picture | None = None
        self._style_sheet: bytes | None = None
        self._texts: list[tuple[str, Scalar]] = []

    def resume(self, root: Mapping) -> Resume:
        nodes = self._known(root, RESUME)
        if "basics" not in nodes:
            self._expect(BASICS, {}, root.start)
        fields: dict[str, Any] = self._fields(nodes, RESUME)
        fields.pop("$schema", None)
        meta = fields.pop("meta", {})
        settings = meta.pop("cloud_resume", Settings())
        if self._lang:  # no language is stated
            settings = settings._replace(
                lang=self._text(Scalar(self._lang, STRING, 0, 0), LANGUAGE_TAG, "the language")
            )
        return Resume(
            **fields,
            meta=Meta(**meta),
            settings=settings,
            picture=self._picture,
            style_sheet=self._style_sheet,
        )

    def report_repeats(self, resume: Resume) -> None:
        """Report each text that goes public and says what stays private in its own field."""
        private = patterns(resume)
        own = {path.rpartition(".")[2] for path in privacy(resume)[1]}
        for name, text in self._texts if private else ():
            for path, pattern in private.items():
                if name not in own and pattern.search(text.text):
                    at = pattern.search(self._source.text, text.start, text.end)
                    message = f"`{name}` says what is private in `{path}`, and goes public"
                    self._source.report(at.start() if at else text.start, "private-repeated", message)

    def report_glyphs(self, unshowable: Unshowable) -> None:
        """Report each text with characters that have no glyph, but only the first of those that an extra would mend."""
        beyond_ascii = [(name, text) for name, text in self._texts if not text.text.isascii()]
        if not beyond_ascii:
            return
        extras = unshowable("".join(text.text for _, text in beyond_ascii))
        told = set()
        for name, text in beyond_ascii:
            missing = [character for character in dict.fromkeys(text.text) if character in extras]
            missing = [character for character in missing if extras[character] not in told]
            if not missing:
                continue
            message = f"no font has {_named(missing)} in `{name}`, so the PDF can't show it"
            if extra := next(filter(None, map(extras.get, missing)), None):
                told.add(extra)
                message += f"; the fonts come by `pip install 'cloud-resume[{extra}]'`"
            at = self._source.text.find(missing[0], text.start, text.end)
            self._source.report(max(at, text.start), "missing-glyph", message)

    def _value(self, node: Node, kind: Kind, name: str, beside: abc.Mapping[str, Any] | None = None) -> object:
        """Give the checked value, or None if it is absent or wrong.

        `name` is what a message calls it, `beside` the fields of the same object that come before it.
        """
        if absent(node):
            return None
        if isinstance(kind, Text):
            return self._text(node, kind, name)
        if isinstance(kind, Object):
            return self._object(node, kind, name)
        if isinstance(kind, List):
            return self._list(node, kind, name)
        if isinstance(kind, Tagged):
            return self._tagged(node, sorted({item for field in TAGGABLE for item in (beside or {}).get(field, ())}))
        return self._flag(node, name)

    def _tagged(self, node: Node, items: list[str]) -> tuple[tuple[str, object], ...] | None:
        """Give the tags of single items; `items` are those of the entry, sorted."""
        if not isinstance(node, Mapping):
            message = "`tagged` is to be a mapping of tags, each with a list of highlights or keywords of this entry"
            self._source.report(node.start, "wrong-type", message)
            return None
        kind = List(Text(partial(_begun, items), {}))
        tags = ((key.text.strip(), self._value(value, kind, f"`{key.text}`")) for key, value in node.pairs)
        return tuple((tag, begun) for tag, begun in tags if tag and begun)

    def _text(self, node: Node, kind: Text, name: str) -> object:
        def report(code: str, message: str, suggestion: str | None = None) -> None:
            self._source.report(node.start, code, message, suggestion)

        if isinstance(node, Mapping) and (line := self._colon_line(node)):
            message = "a colon makes a mapping of this line; a text with a colon and a space in it wants quotes"
            report("needs-quotes", message, quoted(line))
            return None
        if not isinstance(node, Scalar):
            found = "mapping" if isinstance(node, Mapping) else "list"
            report("wrong-type", f"{name} is to be text, not a {found}")
            return None
        if node.kind == LITERAL:
            report("wrong-type", f"{name} is to be text, in quotes", quoted(node.text))
            return None
        if bad := bad_character(node.text):
            report("bad-character", f"U+{ord(bad[0]):04X} has no place in a text: it can't be shown")
            return None
        text = node.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if kind is not IMAGE and len(text) > LONGEST_TEXT:
            report("text-too-long", f"{name} has more than {LONGEST_TEXT:,} characters: too long for a resume")
            return None
        self._look_further(text, kind, node, report)
        return kind.check(text, report)

    def _look_further(self, text: str, kind: Text, node: Scalar, report: Report) -> None:
        """Take from a text what is more than its value."""
        if kind is IMAGE:
            self._picture = read_picture(text, self._folder, report)
        if kind is LANGUAGE_TAG:
            self._lang = None
        if kind is RICH:
            self._check_links(text, node)
            self._check_lists(text, node)
        if kind is THEME:
            self._style_sheet = read_style_sheet(text, self._folder, report)

    def _check_links(self, text: str, node: Scalar) -> None:
        """Check each link of a text as what stands under `url` is checked."""
        for url in links(text):
            start = max(self._source.text.find(url, node.start, node.end), node.start)

            def report(code: str, message: str, suggestion: str | None = None, *, start: int = start) -> None:
                self._source.report(start, code, message, suggestion)

            URL.check(url, report)

    def _check_lists(self, text: str, node: Scalar) -> None:
        """Report what would run into one paragraph."""
        line = unlisted(text)
        if line is None:
            return
        mark, _, words = line.partition(" ")
        start = max(self._source.text.find(line, node.start, node.end), node.start)
        message = f"`{mark}` begins no item of a list: a hyphen does"
        self._source.report(start, "not-a-list", message, words if text == line else f"- {words}")

    def _colon_line(self, node: Mapping) -> str | None:
        """Give the line that was meant as text if `node` is YAML such as ``Cut cost: 30%``."""
        text = self._source.text
        if len(node.pairs) != 1 or text.startswith("{", node.start):
            return None
        key, value = node.pairs[0]
        if not isinstance(value, Scalar) or key.start != node.start:
            return None
        line = text[key.start : value.end if value.text else key.end + 1].rstrip()
        return None if "\n" in line or "\r" in line else line

    def _flag(self, node: Node, name: str) -> bool | None:
        text = node.text.lower() if isinstance(node, Scalar) else ""
        if text in ("true", "false") and isinstance(node, Scalar) and node.kind != STRING:
            return text == "true"
        self._source.report(node.start, "wrong-type", f"{name} is to be true or false", _FLAGS.get(text))
        return None

    def _list(self, node: Node, kind: List, name: str) -> tuple[object, ...] | None:
        if not isinstance(node, Sequence):
            suggestion = None
            if isinstance(node, Scalar) and isinstance(kind.item, Text):
                suggestion = f"[{quoted(shown(node.text))}]"
            self._source.report(node.start, "wrong-type", f"{name} is to be a list", suggestion)
            return None
        errors = self._source.errors
        values: list[object] = []
        places: list[int] = []
        for item in node.items:
            value = self._value(item, kind.item, f"an item of {name}")
            if value is None:
                continue
            if kind.unique and value in values:
                self._source.report(item.start, "duplicate-value", f"{value} is here twice")
                continue
            values.append(value)
            places.append(item.start)
        if isinstance(kind.item, Object) and errors == self._source.errors:  # a date in error compares with none
            self._newest_first(values, places, kind.item)
        return tuple(values)

    def _object(self, node: Node, kind: Object, name: str) -> object:
        if not isinstance(node, Mapping):
            keys = ", ".join(key.name for key in kind.keys)
            self._source.report(node.start, "wrong-type", f"{name} is to be a mapping, with keys out of {keys}")
            return None
        nodes = self._known(node, kind)
        self._expect(kind, nodes, node.start)
        fields = self._fields(nodes, kind)
        if not fields:
            return None
        if kind.told_by and not any(name in nodes for name in kind.told_by):
            names = " or ".join(f"`{name}`" for name in kind.told_by)
            self._source.report(node.start, "missing-key", f"there is no {names} in this entry of {kind.name}")
        return kind.make(**fields)

    def _known(self, mapping: Mapping, kind: Object) -> dict[str, Node]:
        """Give what is there by key, former keys under their present name; report former and unknown keys."""
        names = [key.name for key in kind.keys]
        renamed = {former: key.name for key in kind.keys for former in key.former}
        nodes: dict[str, Node] = {}
        former: list[tuple[Scalar, Node]] = []
        unknown: list[Scalar] = []
        for key, value in mapping.pairs:
            if key.text in names:
                if not absent(value):
                    nodes.setdefault(key.text, value)
            elif key.text in renamed:
                former.append((key, value))
            else:
                unknown.append(key)
        for key, value in former:
            name = renamed[key.text]
            if name in nodes:
                message = f"`{key.text}` is the former name of `{name}`, which is here too; only `{name}` counts"
                self._source.report(key.start, "legacy-key", message)
                continue
            self._source.report(key.start, "legacy-key", f"`{key.text}` is called `{name}` now", name)
            if not absent(value):
                nodes[name] = value
        there = {key.text for key, _ in mapping.pairs}
        for key in unknown:
            likely = nearest(key.text, [name for name in names if name not in there])
            if likely or not kind.open:
                message = f"unknown key `{shown(key.text)}` in {kind.name}; it is ignored"
                self._source.report(key.start, "unknown-key", message, likely)
        return nodes

    def _fields(self, nodes: dict[str, Node], kind: Object) -> dict[str, object]:
        """Give the checked fields; what is absent or wrong is not among them."""
        fields: dict[str, Any] = {}
        for key in kind.keys:
            if key.name in nodes:
                value = self._value(nodes[key.name], key.kind, f"`{key.name}`", fields)
                if key.kind is not IMAGE and key not in TAG_KEYS:
                    self._texts += [(key.name, text) for text in _texts(nodes[key.name])]
                if value not in (None, ()):
                    fields[key.field] = value
        start, end = fields.get("start_date"), fields.get("end_date")
        if isinstance(start, Date) and isinstance(end, Date) and _compare(end, start) < 0:
            self._source.report(nodes["endDate"].start, "end-before-start", f"{end} is before the start, {start}")
        return fields

    def _expect(self, kind: Object, nodes: dict[str, Node], start: int) -> None:
        for name in kind.expected:
            if name not in nodes:
                self._source.report(start, f"missing-{name}", f"there is no `{name}` in {kind.name}")

    def _newest_first(self, entries: list[object], places: list[int], kind: Object) -> None:
        """Report the first entry that is newer than the one before it by one of its dates, and older by none."""
        previous: tuple[Date | None, Date | None] | None = None
        for entry, place in zip(entries, places, strict=True):
            span = _span(entry, kind)
            if span is None:
                continue
            if previous is not None:
                order = {_compare(date, before) for date, before in zip(span, previous, strict=True)}
                if 1 in order and -1 not in order:
                    message = "this entry is newer than the one before it; the newest comes first"
                    self._source.report(place, "not-newest-first", message)
                    return
            previous = span


def _begun(items: list[str], text: str, report: Report) -> str | None:
    """Give the one of sorted `items` that a text is, or is the beginning of."""
    start = bisect_left(items, text)
    begun = [item for item in items[start : start + 2] if item.startswith(text)]
    if len(begun) == 1 or text in begun:
        return begun[0]
    found = "more than one" if begun else "no"
    message = f"{found} highlight or keyword of this entry begins with `{shown(text)}`"
    report("not-an-item", message, None if begun or len(items) > _MOST_GUESSES else nearest(text, items))
    return None


def _texts(node: Node) -> list[Scalar]:
    """Give the text, or the texts of a list."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    return [node for node in nodes if isinstance(node, Scalar)]


def _named(characters: list[str]) -> str:
    first = ", ".join(f"{printable(character)} (U+{ord(character):04X})" for character in characters[:_NAMED])
    return f"{first} and others" if len(characters) > _NAMED else first


def _span(entry: object, kind: Object) -> tuple[Date | None, Date | None] | None:
    """Give an entry's start and end, or its one date twice, or None if it has no date."""
    dates = [getattr(entry, field) for field in kind.dates]
    if not any(dates):
        return None
    start, end = dates[0], dates[-1]
    return start, end or _LASTING


def _compare(one: Date | None, other: Date | None) -> int:
    """Order two dates by as much as both say: 1 if `one` is later, -1 if it is earlier, 0 if neither is sure."""
    if one is None or other is None:
        return 0
    shared = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    return next((1 if a > b else -1 for a, b in shared if a != b), 0)
