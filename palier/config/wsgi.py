import os

from django.core.wsgi import get_wsgi_application

from palier.foundation.readiness import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palier.config.settings")
application = get_wsgi_application()
refuse_to_start()
