"""A scripted OpenAI-compatible endpoint on a free loopback port: it answers from a list, in order.

It fails the test when it is called more often than it has replies, and when replies are left over. Where calls come in
no certain order, it answers `by` what it is asked instead.
"""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the endpoint does with one chat request."""

    text: str | None = ""
    finish: str = "stop"
    status: int = 200
    error: str = ""
    """The message of an error status."""
    message: Body = field(default_factory=dict)
    """More fields of the message: refusal, reasoning_content."""
    pieces: tuple[str, ...] = ()
    """How a streamed text is cut; whole words when empty."""
    raw: str | None = None
    """Sent as a web page in place of everything else."""
    silent: bool = False
    """Accept the request and never answer."""
    trickle: str = ""
    """Send this again and again, for ever."""
    breaks_off: bool = False
    """Drop the connection after the first piece."""
    gate: Callable[[FakeLLM], None] | None = None
    """Called before the answer goes out: to hold it back until others are under way."""
    beginnings: dict[str, float] | None = None
    """Token → probability, told to whoever asks for logprobs; servers need not tell them."""
    usage: Body | None = None
    """Tokens; servers need not tell them."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of an error status."""


def data(value: Any, **more: Any) -> Reply:
    """A reply whose text is JSON."""
    return Reply(json.dumps(value), **more)


class FakeLLM:
    """The endpoint as a context manager; `requests` are the bodies it was sent."""

    def __init__(
        self,
        *replies: Reply | str,
        models: Sequence[str] = ("fake",),
        lists: bool = True,
        by: Callable[[Body], Reply] | None = None,
    ) -> None:
        self.replies = [Reply(each) if isinstance(each, str) else each for each in replies]
        self.requests: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.faults: list[str] = []
        self.models, self.lists = models, lists
        self.by = by
        self.most_at_once = 0
        self._under_way = 0
        self.over = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> FakeLLM:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        if kind is None:  # else the test has failed already, and for a better reason
            assert not self.faults, self.faults
            assert not self.replies, f"{len(self.replies)} replies were never asked for"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def take(self, body: Body, headers: dict[str, str]) -> Reply:
        with self._lock:
            self.requests.append(body)
            self.headers.append(headers)
            self._under_way += 1
            self.most_at_once = max(self._under_way, self.most_at_once)
            if self.by:
                return self.by(body)
            if not self.replies:
                self.faults.append("called more often than there are replies")
                return Reply(status=500, error="no reply is left in the script")
            return self.replies.pop(0)

    def answered(self) -> None:
        """A request is not under way any more."""
        with self._lock:
            self._under_way -= 1


def until(fake: FakeLLM, at_once: int, seconds: float = 5) -> None:
    """Hold an answer back until so many requests have been under way at once, or for so long."""
    end = time.monotonic() + seconds
    while fake.most_at_once < at_once and time.monotonic() < end:
        time.sleep(0.005)


def _handler(fake: FakeLLM) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            listed = {"object": "list", "data": [{"id": each, "object": "model"} for each in fake.models]}
            if self.path == "/v1/models" and fake.lists:
                self._send(200, listed)
            else:
                self._send(404, {"error": {"message": "no such page"}})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = fake.take(body, {name.lower(): value for name, value in self.headers.items()})
            if reply.gate is not None:
                reply.gate(fake)
            fake.answered()
            try:
                self._answer(reply, body)
            except OSError:
                self.close_connection = True  # the client went away, which some tests are about

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the tests' output clean."""

        def _answer(self, reply: Reply, asked: Body) -> None:
            if reply.silent:
                fake.over.wait(30)
                self.close_connection = True
            elif reply.raw is not None:
                self._send_text(200, reply.raw, "text/html")
            elif reply.status != 200:
                self._send(reply.status, {"error": {"message": reply.error, "type": "fake"}}, reply.headers)
            elif asked.get("stream") or reply.trickle:
                self._stream(reply)
            else:
                message = {"role": "assistant", "content": reply.text} | reply.message
                choice = {"index": 0, "message": message, "finish_reason": reply.finish}
                if reply.beginnings is not None and asked.get("logprobs"):
                    choice["logprobs"] = _logprobs(reply.beginnings)
                body = _completion([choice])
                self._send(200, body | ({"usage": reply.usage} if reply.usage else {}))

        def _stream(self, reply: Reply) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.send_header("Connection", "close")
            self.end_headers()
            while reply.trickle and not fake.over.wait(0.02):
                self._write(reply.trickle)
            pieces = reply.pieces or tuple(f"{word} " for word in (reply.text or "").split(" "))
            for piece in pieces:
                self._write(_event({"content": piece} | reply.message))
                if reply.breaks_off:
                    return
            self._write(_event({}, reply.finish) + "data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")

        def _write(self, text: str) -> None:
            raw = text.encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(raw), raw))
            self.wfile.flush()

        def _send(self, status: int, body: Body, headers: dict[str, str] | None = None) -> None:
            self._send_text(status, json.dumps(body), "application/json", headers or {})

        def _send_text(self, status: int, text: str, kind: str, headers: dict[str, str] | None = None) -> None:
            raw = text.encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    return Handler


def event(text: str) -> str:
    """One streamed piece, as it goes over the wire."""
    return _event({"content": text})


def _event(delta: Body, finish: str | None = None) -> str:
    chunk = _completion([{"index": 0, "delta": delta, "finish_reason": finish}], "chat.completion.chunk")
    return f"data: {json.dumps(chunk)}\n\n"


def _logprobs(beginnings: dict[str, float]) -> Body:
    """As OpenAI and llama.cpp tell them: of every token written, here one."""
    top = [{"token": token, "logprob": math.log(p), "bytes": None} for token, p in beginnings.items()]
    return {"content": [top[0] | {"top_logprobs": top}] if top else []}


def _completion(choices: list[Body], kind: str = "chat.completion") -> Body:
    return {"id": "1", "object": kind, "created": 0, "model": "fake", "choices": choices}
