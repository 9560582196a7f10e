"""The upload field, used everywhere: limits told first, files kept while the form is corrected.

    class CertificateForm(UploadForm):
        files = UploadField(purpose="insurance", label=_("Votre attestation"))

    form = CertificateForm(request.POST or None, request.FILES or None,
                           owner=request.user, about=lease.code, now=timezone.now())
    if request.method == "POST" and form.is_valid():
        insurance.actions.deposit_certificate(drafts=form.cleaned_data["files"], …)

``{% field form.files %}`` draws it; the <form> needs ``enctype="multipart/form-data"``. Without
JavaScript the files go with the form; those that are good stay, listed with « Retirer », even
when another answer is missing; « Ajouter » adds files without sending the form (``is_valid`` is
then false and no other error is shown). With ``ui/js/upload.js`` each file goes at once to
``/fichiers/``, with progress and a retry.

    fields.py     UploadField, UploadForm, the widget
    receiving.py  Django's upload handler: bounds, disk full
    views.py      the addresses the script uses
"""

from palier.ui.uploads.fields import ACCEPT, UploadField, UploadForm, why_dropped

__all__ = ["ACCEPT", "UploadField", "UploadForm", "why_dropped"]
