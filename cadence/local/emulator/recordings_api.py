"""
Which recordings of calls, transcripts of them and media of messages are kept? Edge: Twilio's resources of these.

The engine records nothing itself, but an account may be set up to record, and people send pictures: so tests and demos
put these there by `/_emulator/recordings` and `/_emulator/media`.
"""

from collections.abc import Callable, Mapping, Sequence

from starlette.responses import Response
from starlette.routing import Route

from cadence.local.emulator import resources
from cadence.local.emulator.admin import posted
from cadence.local.emulator.lists import Condition, Document, TwilioRequest, TwilioTable, page
from cadence.local.emulator.refusals import TwilioRefusalError
from cadence.local.emulator.store import Row
from cadence.local.emulator.world import new_sid

MOVING = frozenset({"in-progress", "processing"})
"""Statuses in which a recording cannot be deleted."""


class RecordingsApi(TwilioTable):
    """List and delete."""

    table, date, param = "recordings", "created_at", "DateCreated"
    write = staticmethod(resources.recording)

    def routes(self) -> list[Route]:
        """Return the addresses at which recordings and media are put."""
        return [posted("recordings", self._record), posted("media", self._attach)]

    def document(self, row: Row) -> Document:
        """Write down a recording."""
        return resources.recording(row, self._world.config.account)

    def where(self, query: Mapping[str, str]) -> Sequence[Condition]:
        """Turn the filter on a call into a condition."""
        return [("call_sid = ?", (query["CallSid"],))] if query.get("CallSid") else []

    def delete(self, request: TwilioRequest) -> Response:
        """Delete a recording that is complete; its transcripts stay."""
        row = self.row(request)
        if row["status"] in MOVING:
            raise TwilioRefusalError(20009, 409)
        return self._deleted("recordings", row["sid"])

    def transcripts(self, request: TwilioRequest) -> Document:
        """List the transcripts of a recording."""
        rows = self._world.store.all(
            "SELECT * FROM transcripts WHERE recording_sid = ? ORDER BY id DESC", request.parts["recording"]
        )
        return self._page("transcriptions", request, rows, resources.transcript)

    def delete_transcript(self, request: TwilioRequest) -> Response:
        """Delete a transcript."""
        return self._deleted("transcripts", request.parts["sid"])

    def media(self, request: TwilioRequest) -> Document:
        """List the media of a message."""
        rows = self._world.store.all(
            "SELECT * FROM media WHERE message_sid = ? ORDER BY id DESC", request.parts["message"]
        )
        return self._page("media_list", request, rows, resources.media)

    def delete_media(self, request: TwilioRequest) -> Response:
        """Delete one of the media of a message."""
        return self._deleted("media", request.parts["sid"])

    def _page(
        self, key: str, request: TwilioRequest, rows: Sequence[Row], write: Callable[[Row, str], Document]
    ) -> Document:
        """Return all rows as one page: there are never many."""
        return page(key, request, [write(row, self._world.config.account) for row in rows])

    def _deleted(self, table: str, sid: str) -> Response:
        if not self._world.store.do(f"DELETE FROM {table} WHERE sid = ?", sid):  # noqa: S608  names are ours
            raise TwilioRefusalError(20404, 404)
        return Response(status_code=204)

    def _record(self, body: Document) -> Document:
        """Let a call have been recorded: `{"call": "CA...", "said": "what was said", "status": "completed"}`."""
        self._world.store.row("calls", body["call"])
        recording, transcript, at = new_sid("RE"), new_sid("TR"), self._world.stamp()
        status = body.get("status", "completed")
        self._world.store.insert("recordings", sid=recording, call_sid=body["call"], status=status, created_at=at)
        if "said" in body:
            self._world.store.insert(
                "transcripts", sid=transcript, recording_sid=recording, text=body["said"], created_at=at
            )
        return {"sid": recording}

    def _attach(self, body: Document) -> Document:
        """Let a message have a picture: `{"message": "SM...", "kind": "image/jpeg"}`."""
        self._world.store.row("messages", body["message"])
        sid, kind = new_sid("ME"), body.get("kind", "image/jpeg")
        self._world.store.insert(
            "media", sid=sid, message_sid=body["message"], kind=kind, created_at=self._world.stamp()
        )
        return {"sid": sid}
