"""How many avis a second: composed, drawn as tagged PDF, on one process and on two.

    .venv/bin/python bench/pdf_rent_notices.py [--documents 500]

The target is 100 documents a second on two cores (32,000 leases drawn ahead in under six
minutes), each under 120 kB, and memory that does not grow.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("RAYON_NUM_THREADS", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palier.config.settings")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django

django.setup()

from palier.domain.billing.rendering import rent_notice_pdf
from tests.domain.billing.sample_facts import STAMP, lines_of_october, sample_facts


def compose(count: int) -> float:
    """Give how many avis a second are composed and checked, without a PDF."""
    before = lines_of_october()
    start = time.perf_counter()
    for number in range(count):
        sample_facts(last_month=before, previous_balance_cents=number).as_json()
    return count / (time.perf_counter() - start)


def draw(count: int) -> tuple[float, int, int]:
    """Give documents a second, the largest size in bytes, and peak memory in kB."""
    before = lines_of_october()
    rent_notice_pdf(sample_facts(), stamped_at=STAMP)
    largest = 0
    start = time.perf_counter()
    for number in range(count):
        facts = sample_facts(last_month=before, previous_balance_cents=number)
        largest = max(largest, len(rent_notice_pdf(facts, stamped_at=STAMP)))
    speed = count / (time.perf_counter() - start)
    return speed, largest, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=500)
    count = parser.parse_args().documents
    print(f"composed and checked     {compose(count * 4):8.0f} avis/s")
    speed, largest, memory = draw(count)
    print(
        f"drawn, one process       {speed:8.0f} PDF/s, {largest / 1000:.0f} kB each, "
        f"{memory / 1000:.0f} MB"
    )
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        both = list(pool.map(draw, [count, count]))
    print(
        f"drawn, two processes     {sum(one[0] for one in both):8.0f} PDF/s, "
        f"{max(one[2] for one in both) / 1000:.0f} MB each"
    )


if __name__ == "__main__":
    main()
