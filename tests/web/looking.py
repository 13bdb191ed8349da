"""A browser without JavaScript that finds fault with every response it is given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'; "
        "report-uri /csp-report"
    ),
    "Cache-Control": "no-store, max-age=0",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), "
        "geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=(), "
        "browsing-topics=(), clipboard-read=(), publickey-credentials-get=(), "
        "serial=(), hid=(), idle-detection=(), screen-wake-lock=(), "
        "xr-spatial-tracking=()"
    ),
    "X-Robots-Tag": "noindex, nofollow",
    "Origin-Agent-Cluster": "?1",
}
OTHER_HEADERS = frozenset(
    {"Content-Type", "Content-Length", "Content-Disposition", "Location"}
    | {"Set-Cookie", "Allow", "Retry-After"}
)
TYPES_WITHOUT_LABEL = ("hidden", "submit", "button")
Fields = dict[str, str | list[str] | None]


@dataclass
class Page:
    """A response, and its tree when it is HTML."""

    status: int
    location: str
    text: str
    tree: Any
    response: TestResponse

    @property
    def title(self) -> str:
        """The words of the title."""
        return " ".join(self.tree.findtext("head/title").split())

    @property
    def heading(self) -> str:
        """The words of the one h1."""
        return words(self.tree.find(".//h1"))

    @property
    def trouble(self) -> list[str]:
        """The messages of the error summary."""
        return [words(a) for a in self.tree.iterfind(".//*[@class='trouble']//a")]

    @property
    def notice(self) -> str:
        """The words of the notice, if there is one."""
        found = self.tree.find(".//*[@class='notice']/p")
        return "" if found is None else words(found)


def words(element: Any) -> str:
    """The text inside an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


class LookingClient:
    """Visits pages, fills in forms as a browser would, and looks at what it gets."""

    def __init__(self, app: Flask, host: str = "localhost") -> None:
        self.client = app.test_client()
        self.host = host
        self.canaries: set[str] = set()  # texts that no address or title may hold
        self.page: Page

    def get(self, path: str, status: int | None = 200, **more: Any) -> Page:
        """Open an address; the status is checked unless it is None."""
        return self._open("GET", path, status, **more)

    def post(
        self, path: str, fields: Any = None, status: int | None = 303, **more: Any
    ) -> Page:
        """Send a form to an address, with the fields just as they are."""
        return self._open("POST", path, status, data=fields or {}, **more)

    def follow(self) -> Page:
        """Go where the last response sent the browser."""
        return self.get(self.page.location)

    def press(self, status: int | None = 303, form: int = 0, **answers: Any) -> Page:
        """Fill in a form of the page (`__` in a name is `-`) and press its button."""
        element = self.page.tree.findall(".//form[@method='post']")[form]
        fields = filled_in(element)
        for name, value in answers.items():
            fields[name.replace("__", "-")] = value
        sent = {name: value for name, value in fields.items() if value is not None}
        return self.post(element.get("action"), sent, status)

    def start(self, respondent: str = "self") -> Page:
        """Start a visit and open its first page."""
        self.get("/")
        self.press(respondent=respondent)
        return self.follow()

    def back(self, status: int | None = 303, **answers: Any) -> Page:
        """Fill in the page, press its Back button and open what comes."""
        self.press(status, go__back="1", **answers)
        return self.follow()

    def answer(self, *pages: dict[str, Any]) -> Page:
        """Answer page after page, and open what comes after."""
        for answers in pages:
            self.press(**answers)
            self.follow()
        return self.page

    def finish(self) -> Page:
        """Have all answers wiped, as the page says that asks about it."""
        self.get("/finish")
        return self.press()

    def token(self) -> str:
        """The token in the forms of the page."""
        found = self.page.tree.find(".//input[@name='csrf_token']")
        return str(found.get("value"))

    def _open(self, method: str, path: str, status: int | None, **more: Any) -> Page:
        headers = {"Host": self.host, **more.pop("headers", {})}
        response = self.client.open(path, method=method, headers=headers, **more)
        is_html = response.mimetype == "text/html" and response.data
        self.page = Page(
            response.status_code,
            response.location or "",
            response.text if (response.mimetype or "").startswith("text/") else "",
            parse(response.text) if is_html and response.location is None else None,
            response,
        )
        if status is not None:
            assert response.status_code == status, (path, response.status)
        self._look(path)
        return self.page

    def _look(self, path: str) -> None:
        page = self.page
        assert page.status < 500 or page.status == 503
        look_at_headers(page.response)
        if page.tree is not None:
            look_at_tree(page.tree)
        title = "" if page.tree is None else page.title
        for canary in self.canaries:
            assert canary not in unquote(path)
            assert canary not in unquote(page.location)
            assert canary not in title


def parse(text: str) -> Any:
    """The tree of a page that is valid HTML; fails for any other."""
    builder = html5lib.getTreeBuilder("lxml")
    parser = html5lib.HTMLParser(builder, strict=True, namespaceHTMLElements=False)
    return parser.parse(text).getroot()


def look_at_headers(response: TestResponse) -> None:
    """Every header that is promised, as promised, and none beyond what is known."""
    expected = dict(HEADERS)
    if response.mimetype == "application/pdf":
        policy = "default-src 'none'; frame-ancestors 'none'"
        expected["Content-Security-Policy"] = policy
    found = {k: v for k, v in response.headers.items() if k not in OTHER_HEADERS}
    assert found == expected
    for cookie in response.headers.getlist("Set-Cookie"):
        assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= {*cookie.split("; ")}
        assert "Domain" not in cookie


def look_at_tree(tree: Any) -> None:
    """One h1, unique ids, references that lead somewhere, labels, nothing inline."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    assert sum(element.tag == "h1" for element in elements) == 1
    assert " ".join(tree.findtext("head/title").split())
    ids = Counter(e.get("id") for e in elements if e.get("id"))
    assert [i for i, count in ids.items() if count > 1] == []
    for element in elements:
        _look_at_references(element, ids)
        _look_at_addresses(element)
        assert element.tag != "style"
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == "script":
            assert element.get("src")
        if element.tag in ("input", "textarea", "select"):
            _look_at_label(tree, element)
        if (
            element.tag == "textarea"
        ):  # what is typed is printed: it says what not to type
            described = (element.get("aria-describedby") or "").split()
            assert any(reference.endswith("-care") for reference in described)


def _look_at_references(element: Any, ids: Counter[str]) -> None:
    for name in ("for", "aria-describedby", "aria-labelledby"):
        for reference in (element.get(name) or "").split():
            assert reference in ids, (name, reference)
    if element.tag == "a" and (element.get("href") or "").startswith("#"):
        assert element.get("href")[1:] in ids


def _look_at_addresses(element: Any) -> None:
    for name in ("src", "href", "action", "formaction", "poster", "data"):
        address = element.get(name)
        if address is None:
            continue
        is_link = element.tag == "a" and address.startswith(("tel:", "https://"))
        ours = address.startswith(("/", "#")) and not address.startswith("//")
        assert ours or is_link, (element.tag, address)


def _look_at_label(tree: Any, element: Any) -> None:
    if element.get("type") in TYPES_WITHOUT_LABEL:
        return
    label = tree.find(f".//label[@for='{element.get('id')}']")
    around = next(element.iterancestors("label"), None)
    named = [label is not None and words(label), around is not None and words(around)]
    assert any(named) or element.get("aria-labelledby"), element.attrib


def filled_in(form: Any) -> Fields:
    """What a browser would send for the form as it stands."""
    fields: Fields = {}
    for element in form.iter("input", "textarea"):
        name, kind = element.get("name"), element.get("type")
        if element.tag == "textarea":
            fields[name] = element.text or ""
        elif kind == "checkbox":
            chosen = fields.setdefault(name, [])
            assert isinstance(chosen, list)
            if "checked" in element.attrib:
                chosen.append(element.get("value"))
        elif kind != "radio" or "checked" in element.attrib:
            fields[name] = element.get("value", "")
    return fields
