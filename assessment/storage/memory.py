"""A store in this process's memory, for tests and trials: nothing outlives it."""

import threading


class MemoryStore:
    """Sealed rows in a dictionary, behind one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[bytes, tuple[bytes, int]] = {}

    def get(self, row: bytes, now: int) -> bytes | None:
        """Return the row's bytes, or None if it is absent or expired."""
        with self._lock:
            sealed, expires = self._rows.get(row, (None, now))
        return sealed if now < expires else None

    def put(self, row: bytes, sealed: bytes, expires: int) -> None:
        """Keep these bytes under this row until the epoch second `expires`."""
        with self._lock:
            self._rows[row] = sealed, expires

    def swap(self, row: bytes, before: bytes, sealed: bytes, expires: int) -> bool:
        """Keep these bytes if the row holds `before`; return whether it has them."""
        with self._lock:
            held = self._rows.get(row)
            fits = held is not None and held[0] in (before, sealed)
            if fits:
                self._rows[row] = sealed, expires
        return fits

    def delete(self, row: bytes) -> None:
        """Forget this row if it is there."""
        with self._lock:
            self._rows.pop(row, None)

    def sweep(self, now: int) -> int:
        """Forget every expired row, and return how many there were."""
        with self._lock:
            expired = [row for row, (_, end) in self._rows.items() if end <= now]
            for row in expired:
                del self._rows[row]
        return len(expired)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._rows.clear()
