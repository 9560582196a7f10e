"""How gunicorn serves Palier: ``gunicorn -c python:palier.config.serving``.

Two processes of four threads each were the best of those measured on two cores.
``reuse_port`` matters: without it all kept-alive connections can land on one process
and halve the throughput.
"""

from __future__ import annotations

from palier.config import environment as env

wsgi_app = "palier.config.wsgi:application"
bind = env.listed("PALIER_BIND")
workers = env.number("PALIER_WEB_PROCESSES")
threads = env.number("PALIER_WEB_THREADS")
worker_class = "gthread"
reuse_port = True
timeout = 60
graceful_timeout = 20
keepalive = 15
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = "*" if env.number("PALIER_TRUSTED_PROXIES") else "127.0.0.1"
control_socket_disable = True
worker_tmp_dir = None
accesslog = None
errorlog = "-"
loglevel = "warning"
proc_name = "palier"
