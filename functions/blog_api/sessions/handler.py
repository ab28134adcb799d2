"""Lambda handler of `GET /sign-in`, `POST /sessions` and `GET /sign-out`."""

import os
from functools import cache

from functions.blog_api.sessions.issuer import CodeRefusedError, Issuer, IssuerError
from functions.blog_api.sessions.models import SessionRequest, SignIn, SignOut
from functions.runtime import environment, log
from functions.web.conditional import check_preconditions
from functions.web.handler import http_handler
from functions.web.problem import ProblemError, method_not_allowed, unauthorized
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse

# Codes and tokens are for one client (RFC 6749, 5.1).
_NOT_STORED = {"cache-control": "no-store"}


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the paths `/sign-in`, `/sessions` and `/sign-out`.

    A page signs in and out through these, and so need not be allowed to connect to the issuer.
    """
    try:
        match request.path:
            case "/sign-in":
                return _sign_in(request)
            case "/sign-out":
                return _sign_out(request)
            case _:
                return _open_session(request)
    except CodeRefusedError as error:
        raise unauthorized("The issuer does not take this code. Sign in again.") from error
    except IssuerError as error:
        log.exception("issuer failed")
        raise ProblemError(502, "Signing in does not work at present.") from error


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        raise method_not_allowed("GET")
    return _redirect(_issuer().sign_in_url(request.parse_query(SignIn)))


def _sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        raise method_not_allowed("GET")
    location = _issuer().sign_out_url(request.parse_query(SignOut))
    if location is None:
        raise ProblemError(404, "The issuer has no page to sign out at.")
    return _redirect(location)


def _redirect(location: str) -> HttpResponse:
    return HttpResponse(302, headers={"location": location, **_NOT_STORED})


def _open_session(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise method_not_allowed("POST")
    session_request = request.parse(SessionRequest)
    check_preconditions(request, None)
    session = _issuer().open_session(session_request)
    return HttpResponse(201, session.to_json(), headers=_NOT_STORED)


@cache
def _issuer() -> Issuer:
    return Issuer(os.environ[environment.ISSUER], os.environ[environment.AUDIENCE])
