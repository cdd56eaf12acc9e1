"""The application with the small programme, served from a process of its own.

It runs as in earnest: forms are checked for forgery and jobs run in their thread. Only the model
is a stand-in and the clock stands still.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from werkzeug.serving import make_server

from app import clock, create_app
from app.db import db
from app.db.migrate import upgrade
from app.settings import Settings
from tests.conftest import fill
from tests.fakes import FakeModels


def main(folder: Path) -> None:
    """Serve until the process is ended; the first line printed is the port."""
    clock.now = lambda: datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    app = create_app(Settings(instance=folder / "instance", artifacts=folder), FakeModels())
    with app.app_context():
        upgrade(db.engine)
    fill(app)
    app.extensions["rapport"].jobs.start()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
