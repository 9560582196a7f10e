"""How each candidate enqueues, and how its worker is started.

python candidates.py migrate
python candidates.py enqueue NAME COUNT commit|rollback '{"label": …}'
python candidates.py worker
"""

import importlib
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project")
CANDIDATE = os.environ["TRIAL_CANDIDATE"]

import tasks


def dbq_note(job):
    tasks.note(**job.workspace)


def dbq_fail(job):
    tasks.fail(**job.workspace)


def dbq_slow(job):
    tasks.slow(**job.workspace)


if CANDIDATE == "procrastinate" and __name__ != "__main__":
    from procrastinate import RetryStrategy
    from procrastinate.contrib.django import app

    for function in (tasks.note, tasks.fail, tasks.slow):
        app.task(name=function.__name__, retry=RetryStrategy(max_attempts=6, exponential_wait=2))(
            function
        )

if CANDIDATE == "django-tasks-db" and __name__ != "__main__":
    from django_tasks import task

    @task
    def note(**arguments):
        tasks.note(**arguments)

    @task
    def fail(**arguments):
        tasks.fail(**arguments)

    @task
    def slow(**arguments):
        tasks.slow(**arguments)


def enqueue(name, arguments):
    if CANDIDATE == "django-q2":
        from django_q.tasks import async_task

        async_task(f"tasks.{name}", **arguments)
    elif CANDIDATE == "django-tasks-db":
        getattr(importlib.import_module("candidates"), name).enqueue(**arguments)
    elif CANDIDATE == "django-db-queue":
        from django_dbq.models import Job

        Job.objects.create(name=name, workspace=arguments)
    elif CANDIDATE == "procrastinate":
        from procrastinate.contrib.django import app

        app.configure_task(name).defer(**arguments)
    else:
        from palier.foundation.background import enqueue

        enqueue(name, **arguments)


def work():
    from django.core.management import call_command

    if CANDIDATE == "django-q2":
        call_command("qcluster")
    elif CANDIDATE == "django-tasks-db":
        call_command("db_worker", "--interval", "0.5")
    elif CANDIDATE == "django-db-queue":
        call_command("worker", "--rate_limit", "0")
    elif CANDIDATE == "procrastinate":
        call_command(
            "procrastinate", "worker", "--concurrency", "2", "--fetch-job-polling-interval", "0.5"
        )
    else:
        import threading
        from datetime import timedelta

        from palier.jobs import registry, worker

        worker.LEASE, worker.HEARTBEAT_SECONDS = timedelta(seconds=12), 3.0
        for function in (tasks.note, tasks.fail, tasks.slow):
            registry.job(function.__name__, retries=6, first_delay=timedelta(seconds=1))(function)
        worker.Worker(threads=2).start()
        threading.Event().wait()


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    elif sys.argv[1] == "worker":
        work()
    else:
        from django.db import transaction

        name, count, ending, arguments = (
            sys.argv[2],
            int(sys.argv[3]),
            sys.argv[4],
            json.loads(sys.argv[5]),
        )
        with transaction.atomic():
            for _ in range(count):
                enqueue(name, arguments)
            if ending == "rollback":
                transaction.set_rollback(True)
