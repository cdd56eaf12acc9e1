"""Slow imports, from many threads at once."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own, since here everything is imported already.
SCRIPT = """
import sys, threading, time
from pathlib import Path
from app.services import models
assert "sklearn" not in sys.modules, "the start of the application imports scikit-learn"
assert "torch" not in sys.modules, "the start of the application imports torch"
failed = []
nothing_there = models.Models(Path("no/such/folder"))
def use(place, what):
    time.sleep(place / 20)  # So that some come while another is in the midst of it.
    try:
        what()
    except BaseException as error:
        failed.append(error)
uses = [nothing_there.release] + [lambda: models.signal_label("listening")] * 30
threads = [threading.Thread(target=use, args=one) for one in enumerate(uses)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert not failed, failed
"""


def test_many_threads_may_need_them_at_the_same_moment() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
