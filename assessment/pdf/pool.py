"""Renders papers in warm child processes that can be stopped, starved and replaced."""

import math
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from pathlib import Path
from shutil import rmtree
from threading import BoundedSemaphore, Lock, Thread
from types import ModuleType

from pebble import ProcessExpired, ProcessPool

from assessment.pdf.attachment import Attachment

# How long a replaced child may take to start before the job that waits for it fails.
START_SECONDS = 5.0
# Layout loses about a third of a megabyte with every paper: a child that went on would
# reach its limit after some six hundred, and fail the paper of whoever asked then.
PAPERS_OF_A_CHILD = 100
# A page never waits for a paper, for a processor either: nice(2), from 0 to 19.
NICENESS = 5
SAMPLE = """<!doctype html><html lang="en"><title>Sample</title>
<h1>Sample Ωж → ☐</h1><p>Plain Ωж <b>bold Ωж → ☐</b> <a href="#end">link</a>
<table><thead><tr><th>Head<tbody><tr><td id="end">Cell</table></html>"""


# HTML, names of stylesheets, and what to embed.
_Paper = tuple[str, tuple[str, ...], tuple[Attachment, ...]]
Render = Callable[[str, Sequence[str], Sequence[Attachment]], bytes]


class PoolFailed(Exception):
    """No paper was made; the message never holds text of the paper."""


class PoolBusy(PoolFailed):
    """Every child is at work and no place to wait is left."""


class RenderTimeout(PoolFailed):
    """Layout took longer than it may, and was stopped."""


class RenderPool:
    """A few children that render, and a short line of threads that wait for them.

    Safe to call from many threads. The children start with the first paper or with
    `warm()`; a server that forks must call either only after its fork.
    """

    def __init__(
        self,
        children: int = 2,
        waiting: int = 8,
        seconds: float = 10.0,
        patience: float = 0.8,
        megabytes: int = 512,
        stylesheets: Sequence[str] = (),
    ) -> None:
        """Take `waiting` papers beside those of the `children`, each for `patience`.

        A paper may take `seconds` of wall time and each child `megabytes` of address
        space. `stylesheets` are parsed when a child starts.
        """
        self._children = children
        self._seconds = seconds
        self._patience = patience
        self._preparation = (megabytes, tuple(stylesheets))
        self._places = BoundedSemaphore(children + waiting)
        self._desks = BoundedSemaphore(children)
        self._lock = Lock()
        self._crew: _Crew | None = None
        self._leaving: list[Thread] = []
        self._closed = self._last_failed = False

    @property
    def well(self) -> bool:
        """Whether the pool is open and the last paper that it began was made."""
        return not (self._closed or self._last_failed)

    def render(
        self,
        html: str,
        stylesheets: Sequence[str] = (),
        attachments: Sequence[Attachment] = (),
    ) -> bytes:
        """Return the tagged PDF of `html`; see `assessment.pdf.render.render`.

        Raises PoolBusy at once when the line is full, or when no child is free
        within the pool's patience; RenderTimeout when the paper takes too long;
        PoolFailed when its child died, or the pool is closed.
        """
        with self.desk() as render:
            return render(html, stylesheets, attachments)

    @contextmanager
    def desk(self) -> Iterator["Render"]:
        """Wait for a free child, and keep it until the end; give its `render`.

        For papers that cost something to write: who is refused has not written one.
        Raises PoolBusy as `render` does.
        """
        if not self._places.acquire(blocking=False):
            raise PoolBusy("The line is full.")
        try:
            if not self._desks.acquire(timeout=self._patience):
                raise PoolBusy("No child became free in time.")
            try:
                yield self._render
            finally:
                self._desks.release()
        finally:
            self._places.release()

    def warm(self) -> None:
        """Start the children, and return when one of them has rendered a sample."""
        self.render(SAMPLE)

    def close(self) -> None:
        """Finish the papers at work, then end the children. Raises nothing."""
        with self._lock:
            self._closed = True
            crew, self._crew = self._crew, None
        if crew is not None:
            crew.finish(self._seconds)
        for leaving in self._leaving:
            leaving.join(START_SECONDS)

    def _render(
        self,
        html: str,
        stylesheets: Sequence[str],
        attachments: Sequence[Attachment],
    ) -> bytes:
        try:
            made = self._made((html, tuple(stylesheets), tuple(attachments)))
        except PoolFailed:
            self._last_failed = True
            raise
        self._last_failed = False
        return made

    def _made(self, paper: _Paper) -> bytes:
        # The second try is for a child that died idle: that breaks the whole crew
        # before it has looked at the paper, so a new crew may.
        for _ in range(2):
            crew = self._present_crew()
            try:
                return crew.render(paper, self._seconds)
            except _CrewBroken:
                self._dismiss(crew)
            except _CrewStuck:
                self._dismiss(crew)
                raise RenderTimeout("The child gave no answer.") from None
        raise PoolFailed("The children don't start.")

    def _present_crew(self) -> "_Crew":
        with self._lock:
            if self._closed:
                raise PoolFailed("The pool is closed.")
            if self._crew is None:
                self._crew = _Crew(self._children, *self._preparation)
            return self._crew

    def _dismiss(self, crew: "_Crew") -> None:
        with self._lock:
            if self._crew is crew:
                self._crew = None
        leaving = Thread(target=crew.stop, daemon=True)
        leaving.start()
        with self._lock:
            self._leaving = [t for t in self._leaving if t.is_alive()] + [leaving]


class _CrewBroken(Exception):
    """The pool of processes can't be used any more."""


class _CrewStuck(Exception):
    """An answer got lost, as when a child is killed while it writes one."""


class _Crew:
    """One pebble pool with the folder its children keep their fonts in."""

    def __init__(
        self, children: int, megabytes: int, stylesheets: tuple[str, ...]
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="papers-"))
        self._processes = ProcessPool(
            max_workers=children,
            max_tasks=PAPERS_OF_A_CHILD,
            initializer=_start_child,
            initargs=(self._folder, megabytes, stylesheets),
            context=_context(),
        )

    def render(self, paper: _Paper, seconds: float) -> bytes:
        job = (paper, seconds)
        try:
            future = self._processes.schedule(_render_in_child, job, timeout=seconds)
            return future.result(timeout=seconds + START_SECONDS)
        except TimeoutError:
            if not future.done():
                raise _CrewStuck from None
            raise RenderTimeout("The paper took too long.") from None
        except ProcessExpired:
            raise PoolFailed("The child died.") from None
        except PoolFailed as failure:
            raise PoolFailed(str(failure)) from None
        except (RuntimeError, CancelledError):
            raise _CrewBroken from None

    def finish(self, seconds: float) -> None:
        self._processes.close()
        try:
            self._processes.join(timeout=seconds)
        except (TimeoutError, RuntimeError):
            self.stop()
        rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        self._processes.stop()
        self._processes.join()
        rmtree(self._folder, ignore_errors=True)


def _start_child(folder: Path, megabytes: int, stylesheets: tuple[str, ...]) -> None:
    # At once, also from the middle of a native call: pebble's own handler would wait.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        os.nice(NICENESS)
        _limit("RLIMIT_AS", megabytes << 20)
        _limit("RLIMIT_CORE", 0)
        _remove_leftovers(folder)
    own_folder = folder / str(os.getpid())
    own_folder.mkdir(exist_ok=True)
    tempfile.tempdir = str(own_folder)
    # Not at the top: the process of the web has no need of WeasyPrint.
    from assessment.pdf.render import render

    render(SAMPLE, stylesheets)
    if sys.platform != "win32":
        # From here on, no answer can reach a file.
        _limit("RLIMIT_FSIZE", 0)


def _render_in_child(paper: _Paper, seconds: float) -> bytes:
    from assessment.pdf.render import render

    if sys.platform != "win32":
        # Ends a child whose parent is gone, and so can't stop it any more.
        _limit("RLIMIT_CPU", math.ceil(time.process_time() + seconds + 1))
    try:
        return render(*paper)
    except MemoryError:
        # What is left of the child can't be trusted.
        os._exit(1)
    except Exception as error:
        # Only its kind: its words may be those of the paper.
        kind = type(error).__name__
    raise PoolFailed(kind)


def _remove_leftovers(folder: Path) -> None:
    """Remove the fonts of children that are gone."""
    for leftover in folder.iterdir():
        try:
            os.kill(int(leftover.name), 0)
        except (ProcessLookupError, PermissionError):
            rmtree(leftover, ignore_errors=True)


def _context() -> BaseContext:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = _ForkServerContext()
    context.set_forkserver_preload(["assessment.pdf.pool", "assessment.pdf.render"])
    return context


@contextmanager
def _hidden_main_module() -> Iterator[None]:
    """Keep multiprocessing from importing the parent's main module in a child.

    That may be the `flask` command, or a test runner, with all that it imports.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


if sys.platform != "win32":
    import resource
    from multiprocessing.context import ForkServerContext, ForkServerProcess
    from multiprocessing.popen_forkserver import Popen
    from multiprocessing.process import BaseProcess

    def _limit(name: str, amount: int) -> None:
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            amount = min(amount, hard)
        resource.setrlimit(kind, (amount, hard))

    class _Child(ForkServerProcess):
        @staticmethod
        def _Popen(process_obj: BaseProcess) -> Popen:
            with _hidden_main_module():
                return ForkServerProcess._Popen(process_obj)

    class _ForkServerContext(ForkServerContext):
        Process = _Child
