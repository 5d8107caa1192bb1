"""Asking a service as it is, byte by byte: nothing is put straight on the way, as browsers and libraries do."""

import http.client
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from helpers.served import PASSWORD, Served


@dataclass(frozen=True)
class Answer:
    """What a service answered."""

    status: int
    heads: dict[str, str]
    text: str

    @property
    def told(self) -> str:
        """What a refusal says."""
        if self.text.startswith("{"):
            return str(json.loads(self.text)["told"])
        return " ".join(re.findall(r'(?:role="alert"|<li class="error")[^>]*>([^<]*)<', self.text))


@dataclass
class Asker:
    """Somebody who asks: signed in by his cookie where he has a login."""

    served: Served
    heads: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def ask(self, method: str, path: str, body: bytes | str | None = None, **heads: str | None) -> Answer:
        """Return the answer to a request; heads are given by names with _ for -, None leaves one out."""
        said = {**self.heads, **{name.replace("_", "-"): value for name, value in heads.items()}}
        place = urlsplit(self.served.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=30)
        content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        connection.putrequest(method, path, skip_host="host" in said, skip_accept_encoding=True)
        if content is not None and not {"content-length", "transfer-encoding"} & set(said):
            said["content-length"] = str(len(content))
        for name, value in said.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders()
        if content:
            connection.send(content)
        found = connection.getresponse()
        text = found.read().decode("utf-8", "replace")
        heads_found = {name.lower(): value for name, value in found.getheaders()}
        connection.close()
        return Answer(found.status, heads_found, text)

    def form(self, path: str, fields: dict[str, str], **heads: str | None) -> Answer:
        """Send a form as a page of ours does."""
        body = urlencode({"form_token": self.token, **fields}, errors="surrogatepass")
        return self.ask("POST", path, body, content_type="application/x-www-form-urlencoded", **heads)

    def json(self, method: str, path: str, sent: object, **heads: str | None) -> Answer:
        """Send JSON as a page of ours does; a text or bytes as they are."""
        body = sent if isinstance(sent, str | bytes) else json.dumps(sent)
        known = {"x_form_token": self.token, "content_type": "application/json"}
        return self.ask(method, path, body, **{**known, **heads})

    def upload(self, path: str, name: bytes | str, content: bytes) -> Answer:
        """Send a file under a name, as it is written."""
        mark = "----gongwen-part"
        shown = name.encode() if isinstance(name, str) else name
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{self.token}\r\n'.encode(),
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="'.encode() + shown,
            b'"\r\nContent-Type: application/octet-stream\r\n\r\n' + content,
            f"\r\n--{mark}--\r\n".encode(),
        ]
        return self.ask(
            "POST",
            path,
            b"".join(parts),
            content_type=f"multipart/form-data; boundary={mark}",
            accept="text/html",
        )


def signed_in(served: Served, login: str, password: str = PASSWORD) -> Asker:
    """Return somebody who signed in."""
    asker = Asker(served)
    answer = asker.form("/login", {"login": login, "password": password})
    assert answer.status == 303, answer.text
    asker.heads["cookie"] = answer.heads["set-cookie"].partition(";")[0]
    page = asker.ask("GET", "/login").text
    asker.token = page.partition('name="form-token" content="')[2].partition('"')[0]
    return asker
