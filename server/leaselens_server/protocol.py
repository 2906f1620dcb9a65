"""One message in, at most one answer out: pygls' protocol with an answer to everything that is due one.

What pygls does otherwise, and why not here: a malformed request gets no answer; a request before ``initialize`` an
internal error; an internal error carries a traceback with our paths; every failure of a notification is a message box;
documents are kept in a store that loses step. Each request is answered by an ``async`` function that can be cancelled,
but it takes hold of its document at once, before the next message of the same batch can change it.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcRequestCancelled,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol

from leaselens_server.client import Client, readable_params
from leaselens_server.transport import Transport

if TYPE_CHECKING:
    from cattrs import Converter

    from leaselens_server.server import Server

UNSTRUCTURED = frozenset({types.TEXT_DOCUMENT_DID_CHANGE})
"""Methods of the standard whose params are left as plain JSON (so are all methods that are not of the standard).

One number too large for the protocol's types must not lose an edit, and structuring one takes longer than applying it.
"""


class Protocol(LanguageServerProtocol):
    """The protocol of one session with one client."""

    _server: Server

    def __init__(self, server: Server, converter: Converter) -> None:
        super().__init__(server, converter)
        self.transport: Transport | None = None
        self.record: TextIO | None = None
        self.greeting: dict[str, Any] | None = None
        """The answer to the first message, if the client has it already (``greeting``)."""
        self.initialized = False
        self.requests: set[str] = {types.INITIALIZE, types.SHUTDOWN}
        """The methods that want an answer; all others are news."""
        self._tasks: dict[str | int, asyncio.Task[Any]] = {}
        """What is being answered, by the request's id."""
        # None of pygls' own: they keep documents, and what they raise is told in ways that we don't want.
        self.fm.builtin_features.clear()
        self.fm.add_builtin_feature(types.INITIALIZE, self.initialize)
        self.fm.add_builtin_feature(types.INITIALIZED, lambda _: self._server.greet())
        self.fm.add_builtin_feature(types.SHUTDOWN, lambda _: self.shut_down())
        self.fm.add_builtin_feature(types.EXIT, lambda _: self._server.end(0 if self._shutdown else 1))
        self.fm.add_builtin_feature(types.SET_TRACE, self.set_trace)

    # Receiving

    def receive(self, body: bytes) -> None:
        """Take one message. Nothing that it says raises."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, JsonRpcParseError("not a JSON message"))
            return
        self._note("received", message)
        try:
            self._take(message)
        except Exception as fault:  # whatever it is, the next message must find the server alive
            self._server.faults.report("a message", fault)

    def _take(self, message: Any) -> None:
        if not isinstance(message, dict) or message.get("jsonrpc") != self.VERSION:
            self._refuse(None, JsonRpcInvalidRequest("not a message of JSON-RPC 2.0"))
            return
        method, msg_id = message.get("method"), message.get("id")
        if "method" not in message:
            self._take_response(message)
        elif not isinstance(method, str):
            self._refuse(None, JsonRpcInvalidRequest("`method` must be a string"))
        elif "id" not in message:
            self._take_notification(method, message)
        elif isinstance(msg_id, str | int) and not isinstance(msg_id, bool):
            self._take_request(msg_id, method, message)
        else:
            self._refuse(None, JsonRpcInvalidRequest("`id` must be a string or an integer"))

    def _take_request(self, msg_id: str | int, method: str, message: dict[str, Any]) -> None:
        try:
            self._check_lifecycle(method)
            if method not in self.requests:
                raise JsonRpcMethodNotFound.of(method)
            handler = self._get_handler(method)
            params = self._params(method, message)
        except JsonRpcException as refusal:
            self._refuse(msg_id, refusal)
            return
        answer = partial(self._send_handler_result, msg_id=msg_id, method=method)
        self._execute_handler(msg_id, handler, answer, args=(params,))

    def _take_notification(self, method: str, message: dict[str, Any]) -> None:
        if method != types.EXIT and (not self.initialized or self._shutdown):
            return
        if method == types.CANCEL_REQUEST:
            self._cancel(message.get("params"))
            return
        if method in self.requests:
            self._server.faults.complain(f"{method}: a request without an id")
            return
        try:
            handler = self._get_handler(method)
            params = self._params(method, message)
        except JsonRpcMethodNotFound:
            return
        except JsonRpcInvalidParams as refusal:
            self._server.faults.complain(f"{method}: {refusal.message}")
            return
        self._execute_handler("", handler, partial(self._check_handler_result, method=method), args=(params,))

    def _take_response(self, message: dict[str, Any]) -> None:
        msg_id = message.get("id")
        if not isinstance(msg_id, str):
            return  # all our requests have strings
        future = self._request_futures.pop(msg_id, None)
        result_type = self._result_types.pop(msg_id, None)
        if not isinstance(future, Future) or future.done():
            return
        if "error" in message:
            future.set_exception(_error_of(message["error"]))
            return
        try:
            response = self._converter.structure(message, result_type) if result_type else None
        except Exception:  # cattrs raises groups of everything
            future.set_exception(JsonRpcInvalidParams("the client's answer is malformed"))
        else:
            future.set_result(response.result if response else message.get("result"))

    def _check_lifecycle(self, method: str) -> None:
        if self._shutdown:
            raise JsonRpcInvalidRequest("the server was shut down")
        if method == types.INITIALIZE and self.initialized:
            raise JsonRpcInvalidRequest("the server is initialized already")
        if method != types.INITIALIZE and not self.initialized:
            raise JsonRpcServerNotInitialized("the server is not initialized yet")

    def _params(self, method: str, message: dict[str, Any]) -> Any:
        """The params as the protocol's types, or as they came where we take them apart ourselves."""
        message_type = self.get_message_type(method)
        if message_type is None or method in UNSTRUCTURED:
            return message.get("params")
        try:
            return self._converter.structure(message, message_type).params
        except Exception as malformed:  # cattrs raises groups of everything
            if method == types.INITIALIZE:
                return self._initialize_params(message)
            raise JsonRpcInvalidParams(f"Invalid Params of {method}") from malformed

    def _initialize_params(self, message: dict[str, Any]) -> types.InitializeParams:
        def read(params: Any) -> types.InitializeParams:
            return self._converter.structure(params, types.InitializeParams)

        def can_be_read(params: Any) -> bool:
            with contextlib.suppress(Exception):
                return bool(read(params))
            return False

        params = readable_params(message.get("params"), can_be_read)
        if not can_be_read(params):
            raise JsonRpcInvalidParams(f"Invalid Params of {types.INITIALIZE}")
        self._server.faults.complain(f"{types.INITIALIZE}: some of what the client says of itself can't be read")
        return read(params)

    def _cancel(self, params: Any) -> None:
        msg_id = params.get("id") if isinstance(params, dict) else None
        if isinstance(msg_id, str | int) and (task := self._tasks.get(msg_id)) is not None:
            task.cancel()

    # Answering

    def _send_handler_result(self, future: Any, *, msg_id: Any, method: str = "a request") -> None:
        """Answer a request, or wait for the answer if there is only a promise of one yet."""
        self._tasks.pop(msg_id, None)
        if future.cancelled():
            self._refuse(msg_id, JsonRpcRequestCancelled())
        # Not raised here: its traceback would hold on to the future, and the future to it, until both are collected.
        elif (fault := future.exception()) is not None:
            self._fail(msg_id, method, fault)
        else:
            self._answer(msg_id, method, future.result())

    def _answer(self, msg_id: Any, method: str, result: Any) -> None:
        if inspect.iscoroutine(result):
            task = asyncio.ensure_future(result)
            self._tasks[msg_id] = task
            task.add_done_callback(partial(self._send_handler_result, msg_id=msg_id, method=method))
            return
        try:
            self._send_response(msg_id, result)
        except Exception as fault:  # the answer is none that can be sent
            self._fail(msg_id, method, fault)
        else:
            self.initialized = self.initialized or method == types.INITIALIZE

    def _fail(self, msg_id: Any, method: str, fault: BaseException) -> None:
        """Answer with an error. A feature's fault costs this one answer."""
        if not isinstance(fault, JsonRpcException):
            self._server.faults.report(method, fault)
            fault = JsonRpcInternalError(f"{method} failed ({type(fault).__name__}); the log says why")
        self._refuse(msg_id, fault)

    def _check_handler_result(self, future: Any, *, method: str = "a notification") -> None:
        fault = None if future.cancelled() else future.exception()
        if isinstance(fault, JsonRpcException):
            self._server.faults.complain(f"{method}: {fault.message}")
        elif fault is not None:
            self._server.faults.report(method, fault)

    def _refuse(self, msg_id: Any, refusal: JsonRpcException) -> None:
        self._send_response(msg_id, error=refusal.to_response_error())

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        message: dict[str, Any] = {"jsonrpc": self.VERSION, "id": msg_id}
        if error is None:
            message["result"] = self._converter.unstructure(result)
        else:
            message["error"] = {"code": error.code, "message": error.message}
            if error.data is not None:
                message["error"]["data"] = error.data
        if self.greeting is None:
            self._send_data(message)
        elif message != self.greeting:
            self._server.faults.complain("initialize was answered otherwise than it would be now")
        self.greeting = None

    def _send_data(self, data: Any) -> None:
        if self.transport is None:
            return
        message = data if isinstance(data, dict) else self._converter.unstructure(data)
        self._note("sent", message)
        # The default of `json`, plain ASCII, is what lone surrogates survive.
        self.transport.write(json.dumps(message, separators=(",", ":")).encode("ascii"))

    def _note(self, direction: str, message: Any) -> None:
        if self.record is None:
            return
        try:
            self.record.write(json.dumps({direction: message}) + "\n")
            self.record.flush()
        except OSError as refused:
            self.record = None
            self._server.faults.complain(f"the trace can't be written any more ({refused})")

    # The life of the session

    def initialize(self, params: types.InitializeParams) -> types.InitializeResult:
        """Agree with the client on what both can do."""
        self.client_capabilities = params.capabilities
        self.trace = params.trace or self.trace
        encoding = ServerCapabilitiesBuilder.choose_position_encoding(params.capabilities)
        self._server.begin(params, Client.of(params), str(getattr(encoding, "value", encoding)))
        self.server_capabilities = self._capabilities(params, encoding)
        return types.InitializeResult(capabilities=self.server_capabilities, server_info=self.server_info)

    def _capabilities(self, params: types.InitializeParams, encoding: Any) -> types.ServerCapabilities:
        builder = ServerCapabilitiesBuilder(
            params.capabilities,
            set(self.fm.features),
            self.fm.feature_options,
            [],
            types.TextDocumentSyncKind.Incremental,
            None,
            encoding,
        )
        capabilities: types.ServerCapabilities = builder.build()  # type: ignore[no-untyped-call]
        # What the builder says of saving tells a client without that ability apart, to which it means the same.
        sync = types.TextDocumentSyncOptions(open_close=True, change=types.TextDocumentSyncKind.Incremental, save=True)
        capabilities.text_document_sync = sync
        folders = types.WorkspaceFoldersServerCapabilities(supported=True, change_notifications=True)
        capabilities.workspace = types.WorkspaceOptions(workspace_folders=folders)
        capabilities.execute_command_provider = self.fm.feature_options.get(types.WORKSPACE_EXECUTE_COMMAND)
        return capabilities

    def shut_down(self) -> None:
        """Answer nothing any more; the client will send ``exit``."""
        self._shutdown = True
        self.abandon()

    def set_trace(self, params: types.SetTraceParams) -> None:
        """How much ``$/logTrace`` tells."""
        self.trace = params.value

    def abandon(self) -> None:
        """Cancel whatever is still being answered."""
        for task in self._tasks.values():
            task.cancel()


def _error_of(error: Any) -> JsonRpcException:
    given = error if isinstance(error, dict) else {}
    code = given.get("code")
    return JsonRpcException(str(given.get("message", "")), code=code if isinstance(code, int) else None)
