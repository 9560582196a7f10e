"""The design system: base pages, components, styles and the gallery. It knows no tenant.

A page extends one of three bases and fills named blocks:

    {% extends "ui/base_portal.html" %}      tenants; also base_public.html, base_office.html
    {% load i18n ui %}
    {% block title %}…{% endblock %}         the <title> *and* the <h1>, written once
    {% block nav %}rent{% endblock %}        key of the current section in the navigation
    {% block breadcrumb %}{% breadcrumb _("Mon loyer") rent_url %}{% endblock %}
    {% block lead %}…{% endblock %}          one or two sentences under the title
    {% block content %}…{% endblock %}
    {% block page_class %} page--columns{% endblock %}   .page__columns: .page__main, .page__aside
                                             (`` page--wide`` too; mind the blank)
    {% block scripts %}{% htmx %}{% endblock %}   only where the page needs htmx

The bases read three names, given by a context processor of an upper floor; each may be absent:

    site     ``palier.ui.site.Site``: the landlord's names, contact, footer links, theme
    frame    ``palier.ui.site.Frame``: the signed-in reader, the navigation, the account switch
    form     a form: when it holds errors the <title> begins with « Erreur : »
             (``page_has_errors`` does the same for a page whose form has another name)

Components are tags of ``{% load ui %}``; each is one template in ``templates/ui/components/``
that opens with its contract, one style sheet in ``css/`` and one sample page in
``templates/ui/gallery/``. All of them, in every state, are at ``/_galerie/`` in sample mode.
Values given to components are plain, or the frozen dataclasses of ``palier.ui.parts``.
Forms derive from ``palier.ui.forms.Form`` and need ``{% error_summary form %}`` and one
``{% field form.name %}`` a field.

Styles are written one file a component and joined into ``static/ui/palier.css`` by
``palier.ui.styles`` (``python -m palier.ui.styles``); a test checks that the joined file is fresh.
"""
