"""Questions to the portal: with a token that never runs out, asked again when the line or the portal fails."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from .credentials import Credentials
from .failures import AccessRefused, CursorGone, GivenUp, Unreachable
from .waiting import Waiting

ROOT = "/api/v1/"
PATIENCE = 600  # seconds of failures in a row until the client gives up
ANSWER = 60  # seconds until an answer begins, beyond what was asked to wait
EARLY = 60  # seconds before its end at which a token is renewed; of short-lived ones at a fifth of their life
TRY_AGAIN = {408, 429, 500, 502, 503, 504}
Tell = Callable[[str], None]


def _silent(_: str) -> None:
    pass


class Access:
    """One client of one portal. Every question is safe to ask twice, so every question is asked again.

    Raises AccessRefused (401, 403), CursorGone (410) and Unreachable; other answers are the caller's to read.
    """

    def __init__(
        self,
        url: str,
        credentials: Credentials,
        *,
        patience: float = PATIENCE,
        plain_http: bool = False,
        tell: Tell = _silent,
    ) -> None:
        self.url, self.client_id = _checked(url, plain_http), credentials.client_id
        self._credentials, self._patience, self._tell = credentials, patience, tell
        self._token, self._token_ends = "", 0.0
        self._http = httpx.Client(base_url=self.url + ROOT, timeout=ANSWER)

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **params: object) -> Any:
        """The JSON of an answer. `wait` among the parameters: seconds for which the portal may hold it back."""
        wait = float(str(params.get("wait") or 0))
        answer = self.ask("GET", path, params=_given(params), timeout=ANSWER + wait)
        refuse_failures(answer)
        return _json(answer)

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """The answer, whatever its status, once the portal gives one."""
        with self.stream(method, path, **how) as answer:
            return answer

    @contextmanager
    def stream(self, method: str, path: str, *, lazily: bool = False, **how: Any) -> Iterator[httpx.Response]:
        """The answer; with `lazily` its content is still to come, and may be cut."""
        answer = self._insist(lambda: self._send(method, path, lazily, how))
        if answer.status_code == httpx.codes.UNAUTHORIZED:  # a token may be withdrawn before its time
            answer.close()
            self._token_ends = 0.0
            answer = self._insist(lambda: self._send(method, path, lazily, how))
        try:
            yield answer
        finally:
            answer.close()

    def _send(self, method: str, path: str, lazily: bool, how: Mapping[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._valid_token()}", "Accept": "application/json, */*;q=0.5"}
        request = self._http.build_request(method, path, **{**how, "headers": headers | how.get("headers", {})})
        answer = self._http.send(request, stream=True)
        try:
            if not lazily or answer.is_error:
                answer.read()
        except BaseException:
            answer.close()
            raise
        return answer

    def _valid_token(self) -> str:
        if time.monotonic() >= self._token_ends:
            asked_at = time.monotonic()
            told = self._new_token()
            lasts = float(told.get("expires_in", 0))
            self._token = str(told["access_token"])
            self._token_ends = asked_at + lasts - min(EARLY, lasts / 5)
        return self._token

    def _new_token(self) -> Mapping[str, Any]:
        auth = (self._credentials.client_id, self._credentials.secret)
        form = {"grant_type": "client_credentials"}
        answer = self._insist(lambda: self._http.post("token/", data=form, auth=auth))
        if answer.status_code in {400, 401, 403}:
            raise AccessRefused("平台不认这个客户端编号和密钥，或者客户端已停用、已过期、来源地址不在允许范围内。")
        if not answer.is_success:
            raise Unreachable(f"{self.url} 不像是平台的接口地址（令牌地址答复 {answer.status_code}）。")
        return dict(_json(answer))

    def _insist(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """Until there is an answer that asking again would not make another."""
        waiting = Waiting(self._patience)
        while True:
            try:
                answer = send()
            except httpx.RequestError as error:
                self._pause(waiting, f"连接中断（{type(error).__name__}）")
                continue
            if answer.status_code not in TRY_AGAIN:
                return answer
            answer.close()
            self._pause(waiting, f"平台答复 {answer.status_code}", answer.headers.get("Retry-After"))

    def _pause(self, waiting: Waiting, why: str, told: str | None = None) -> None:
        pause = waiting.next_pause(told)
        if pause is None:
            raise Unreachable(f"{why}，已重试 {waiting.failures - 1} 次仍未成功。")
        self._tell(f"{why}，{pause:.1f} 秒后重试")
        time.sleep(pause)


def refuse_failures(answer: httpx.Response) -> None:
    if answer.status_code == 410:
        raise CursorGone
    if answer.status_code in {401, 403}:
        raise AccessRefused(f"平台拒绝了请求：{problem_of(answer).get('detail', answer.status_code)}")
    if not answer.is_success:
        raise Unreachable(f"平台答复 {answer.status_code}：{problem_of(answer).get('detail', '')}")


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    """The problem document (RFC 9457) of a refusal; an empty one if it has none."""
    try:
        problem = answer.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise Unreachable(f"{answer.request.url.copy_with(query=None)} 的答复不是 JSON，请检查地址。") from error


def _given(params: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items() if value not in (None, "")}


def _checked(url: str, plain_http: bool) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise GivenUp(f"“{url}”不是网址，应当像 https://portal.example.gov.cn。")
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "localhost", "::1"} and not plain_http:
        raise GivenUp("明文 HTTP 会泄露密钥和个人信息，请用 https；确在专网内使用的，加 --plain-http。")
    return url.rstrip("/").removesuffix(ROOT.rstrip("/"))
