"""The application with the small programme, served from a process of its own.

It runs as in earnest: forms are checked for forgery and jobs run in their thread. Only the model
is a stand-in and the clock stands still. The programme is stored once; each folder named on the
standard input gets a copy of it and an application that serves the copy until the next is named.
The answer on the standard output is its port.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from app import clock, create_app
from app.db import db
from app.db.migrate import upgrade
from app.settings import Settings
from tests.conftest import fill
from tests.fakes import FakeModels


def main(template: Path) -> None:
    """Serve one folder after the other until there are no more."""
    clock.now = lambda: datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    made = app_in(template)
    with made.app_context():
        upgrade(db.engine)
    fill(made)
    with made.app_context():
        db.engine.dispose()
    server: BaseWSGIServer | None = None
    for line in sys.stdin:
        folder = Path(line.strip())
        shutil.copytree(template / "instance", folder / "instance")
        if server is not None:
            server.shutdown()
        app = app_in(folder)
        app.extensions["rapport"].jobs.start()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()


def app_in(folder: Path) -> Flask:
    """An application that keeps its data below a folder."""
    return create_app(Settings(instance=folder / "instance", artifacts=folder), FakeModels())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
