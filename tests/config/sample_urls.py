from django.urls import path

from palier.ui.gallery import index

urlpatterns = [path("_galerie/", index)]
