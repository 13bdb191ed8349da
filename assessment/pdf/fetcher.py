"""Serves WeasyPrint the bundled files, from memory, and nothing else."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"
MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}


@cache
def bundled_assets() -> Mapping[str, bytes]:
    """Return every style, drawing and font of this package by its relative path.

    They are read once in each process, so that no file is opened while text of a
    person is being laid out.
    """
    room = Path(__file__).parent
    return {
        path.relative_to(room).as_posix(): path.read_bytes()
        for path in sorted(room.rglob("*"))
        if path.suffix in MEDIA_TYPES
    }


class AssetFetcher(URLFetcher):
    """Fetches `asset:<relative path>` of the given assets and refuses all else."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._assets = assets

    def fetch(
        self, url: str, headers: Mapping[str, str] | None = None
    ) -> URLFetcherResponse:
        """Return the bundled file that `url` names.

        Raises ValueError for anything else; WeasyPrint then leaves the resource
        out. The message doesn't repeat the address, which may hold a person's words.
        """
        name = url.removeprefix(SCHEME)
        if name == url or name not in self._assets:
            raise ValueError("Only bundled files are served.")
        media_type = MEDIA_TYPES[Path(name).suffix]
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": media_type})
