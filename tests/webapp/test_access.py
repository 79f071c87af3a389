import pytest
from flask import Flask

from tenants.access import Permission
from webapp.access import AccessNotDeclared, for_officers, public, refuse_undeclared_views, requires


def test_a_view_that_declares_no_access_stops_the_start() -> None:
    app = Flask(__name__, static_folder=None)

    @app.get("/councils/<council>/secrets")
    def secrets(council: str) -> str:
        return council

    with pytest.raises(AccessNotDeclared, match=r"'secrets'.*@requires.*@public"):
        refuse_undeclared_views(app)


def test_declared_views_let_the_service_start() -> None:
    app = Flask(__name__, static_folder=None)

    @app.get("/councils/<council>/secrets")
    @requires(Permission.SEE_REGISTER)
    def secrets(council: str) -> str:
        return council

    @app.get("/associations/<association>/")
    @for_officers
    def sector(association: str) -> str:
        return association

    @app.get("/open")
    @public
    def anyone() -> str:
        return ""

    refuse_undeclared_views(app)


def test_a_permission_without_a_council_stops_the_start() -> None:
    app = Flask(__name__, static_folder=None)

    @app.get("/secrets")
    @requires(Permission.SEE_REGISTER)
    def secrets() -> str:
        return ""

    with pytest.raises(AccessNotDeclared, match="<council>"):
        refuse_undeclared_views(app)
