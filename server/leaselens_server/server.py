"""One session with one client: what is open, what is known of it, and what the client wants."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified
from pygls.lsp.server import LanguageServer

from leaselens import __version__
from leaselens.model.analysis import Analysis
from leaselens.model.elsewhere import Lack
from leaselens_server import parent
from leaselens_server.analyses import Analyses
from leaselens_server.client import Client
from leaselens_server.converter import converter
from leaselens_server.documents import Documents, Snapshot, shown_name
from leaselens_server.faults import Faults
from leaselens_server.positions import Positions, View
from leaselens_server.progress import Progress
from leaselens_server.protocol import Protocol
from leaselens_server.reports import Reports
from leaselens_server.settings import Settings
from leaselens_server.transport import Transport
from leaselens_server.worker import Worker
from leaselens_server.workspace import Files, path_of

logger = logging.getLogger("leaselens")

T = TypeVar("T")

Answer = Callable[["Server", Snapshot, Any], Any]
"""Answers a request about a document: the document when the request came, and the request's params."""


class Server(LanguageServer):
    """The server of one session, made and used on the running event loop.

    ``analyse`` is ``leaselens.languages.analyse`` or stands for it. ``prepare`` is run in the analysing thread when the
    client has been greeted: what makes the first analysis slow. ``ended`` is resolved with the exit code.
    """

    protocol: Protocol

    def __init__(self, analyse: Callable[..., Analysis], prepare: Callable[[], object] | None = None) -> None:
        super().__init__("leaselens", __version__, protocol_cls=Protocol, converter_factory=converter)
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[int] = loop.create_future()
        self.prepare = prepare
        self.greeted: int | None = None
        """The editor's process, if it was seen when the editor was greeted."""
        self.faults = Faults(self._tell_of_fault)
        self.log_file: Path | None = None
        """Where the log is, if not on stderr."""
        self.documents = Documents()
        self.reports = Reports()
        self.settings = Settings()
        self.folder_settings: Mapping[str, Settings] = {}
        """The settings of folders that have some of their own, by their URIs."""
        self.client = Client()
        self.positions = Positions()
        self.cursors: dict[str, int] = {}
        """The cursor's line in each document for which the client told it."""
        self.tells_cursor = False
        """Whether the client ever told where its cursor is."""
        self.stale_hints: set[str] = set()
        """The documents whose last hints were made of old facts."""
        self.told_lacking: set[Lack] = set()
        """What is not installed, as far as the reader was told of it."""
        self.worker = Worker(loop)
        self.analyse = analyse
        self.files = Files(loop, self.faults, self.open_paths)
        self.progress_of_work = Progress(self)
        self.analyses = Analyses(
            analyse, self.worker, self.documents, self.faults, self.dialect_of, self._begun, self._finished
        )
        self.when_finished: list[Callable[[str], None]] = []
        """Called with the URI of each document about which there are new facts."""
        self._loop = loop
        # Features know this module; it knows them only when it is used.
        from leaselens_server import features

        features.register_all(self)

    # Registering

    def notified(self, method: str, take: Callable[[Server, Any], Any]) -> None:
        """Let ``take(server, params)`` have the notifications of a method."""

        def taken(params: Any) -> Any:
            return take(self, params)

        self.feature(method)(taken)

    def requested(self, method: str, answer: Callable[[Server, Any], Any], options: Any = None) -> None:
        """Let ``answer(server, params)`` have the requests of a method."""

        def answered(params: Any) -> Any:
            return answer(self, params)

        self.feature(method, options)(answered)
        self.protocol.requests.add(method)

    def asked(self, method: str, answer: Answer, options: Any = None, unknown: Any = None) -> None:
        """Let ``answer`` have the requests of a method; ``unknown`` is the answer about what is not open."""

        def answered(server: Server, params: Any) -> Any:
            document = server.documents.get(params.text_document.uri)
            return unknown if document is None else answer(server, document.snapshot(), params)

        self.requested(method, answered, options)

    # The session's life

    def begin(self, params: types.InitializeParams, client: Client, encoding: str) -> None:
        """The client has introduced itself."""
        from leaselens_server import features

        self.client = client
        self.positions = Positions(encoding)
        features.configuration.begin(self, params.initialization_options)
        features.diagnostics.choose(self)
        features.workspace_folders.begin(self, params)
        editor = self.greeted or params.process_id
        if editor is not None and (self.greeted or parent.can_be_watched(editor)):
            parent.watch(editor, self._orphaned)

    def greet(self) -> None:
        """The client is ready to be asked."""
        from leaselens_server import features

        features.configuration.ask(self)
        features.workspace_folders.watch(self)
        if self.prepare is not None:
            self.worker.submit(self.prepare, self._prepared)

    def _prepared(self, _: object, fault: BaseException | None) -> None:
        if fault is not None:
            self.faults.report("getting ready", fault)

    def end(self, code: int) -> None:
        """End the session; ``code`` is the process's exit code."""
        if not self.ended.done():
            self.ended.set_result(code)

    def take(self, bodies: list[bytes]) -> None:
        """Take messages that arrived together."""
        for body in bodies:
            if not self.ended.done():
                self.protocol.receive(body)

    def connect(self, transport: Transport) -> None:
        """Answer through this transport."""
        self.protocol.transport = transport

    def close(self) -> None:
        """Let go of everything."""
        self.protocol.abandon()
        self.worker.stop()
        self.files.close()
        if self.protocol.transport is not None:
            self.protocol.transport.close()
        self.faults.summary()

    def _orphaned(self) -> None:
        """In the watching thread: the editor is gone."""
        parent.end_without(lambda: self._loop.call_soon_threadsafe(self.end, 1))

    # Knowing

    async def view(self, asked: Snapshot, position: types.Position | None, patience: float | None) -> View | None:
        """The facts about a document as it was when it was asked about.

        If they are not there within ``patience`` seconds (``None``: however long it takes), the last finished facts do,
        provided that the line of ``position`` was not touched meanwhile. The answer is ``None`` where there are none
        (the document was closed, or can't be analysed), or none of that line.
        """
        view = self._seen(asked)
        if view is None or view.stale:
            is_enough = view is not None and (position is None or view.knows(position))
            await self._wait_for_facts(asked.uri, patience if is_enough else None)
            view = self._seen(asked)
        return view if view is None or position is None or view.knows(position) else None

    async def computed(self, asked: Snapshot, compute: Callable[[Callable[[], bool]], T]) -> T:
        """What ``compute`` comes to in the analysing thread, for a request about a document.

        It is given a function that says whether nobody waits for it any more: the request was cancelled, or the
        document is another one by now. In that case the request is answered so.
        """
        cancelled: list[bool] = []

        def is_futile() -> bool:
            return bool(cancelled) or self.is_outdated(asked)

        try:
            result = await self.worker.result_of(lambda: compute(is_futile))
        except asyncio.CancelledError:
            cancelled.append(True)
            raise
        if self.is_outdated(asked):
            raise JsonRpcContentModified()
        return result

    def is_outdated(self, asked: Snapshot) -> bool:
        """Whether the document was changed or closed since it was asked about. Reads only: any thread may call it."""
        document = self.documents.get(asked.uri)
        return document is None or document.revision != asked.revision

    async def _wait_for_facts(self, uri: str, patience: float | None) -> None:
        last = self.analyses.latest(uri)
        if patience is not None and last is not None and last.seconds > patience:
            # It will take longer than anybody wants to wait.
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.analyses.fresh(uri), patience)

    def _seen(self, asked: Snapshot) -> View | None:
        facts, document = self.analyses.latest(asked.uri), self.documents.get(asked.uri)
        if facts is None or document is None:
            return None
        known = facts.text.revision
        if known == asked.revision:
            return View(facts.analysis, facts.text, self.positions)
        drift = document.drift(min(known, asked.revision), max(known, asked.revision))
        if drift is None:
            return None
        return View(facts.analysis, facts.text, self.positions, drift if known < asked.revision else drift.reversed())

    def open_paths(self) -> set[str]:
        """The paths of the files that are open."""
        return {path for document in self.documents if (path := path_of(document.uri)) is not None}

    def settings_of(self, uri: str) -> Settings:
        """The settings for a file: those of the innermost folder that it lies in and that has some."""
        around = [folder for folder in self.folder_settings if uri.startswith(folder.rstrip("/") + "/")]
        return self.folder_settings[max(around, key=len)] if around else self.settings

    def all_settings(self) -> object:
        """Whatever any answer depends on."""
        return self.settings, self.folder_settings

    def dialect_of(self, text: Snapshot) -> str | None:
        """The dialect that a document is to be read in; ``None``: its text tells."""
        return self.settings_of(text.uri).dialect(text.language)

    def _tell_of_fault(self) -> None:
        from leaselens_server.features import show_message

        if self.protocol.initialized:
            show_message.tell_of_fault(self)

    def _begun(self, text: Snapshot) -> Callable[[], None]:
        title = f"Checking {shown_name(text.uri)}"
        return self.progress_of_work.begin(title, partial(self.analyses.give_up, text)).end

    def _finished(self, uri: str) -> None:
        for told in self.when_finished:
            try:
                told(uri)
            except Exception as fault:  # it costs what one feature would have told of this analysis
                self.faults.report("telling of an analysis", fault)
