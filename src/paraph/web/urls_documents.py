"""Addresses of the registry, document, package, signing and power of attorney pages."""

from django.urls import path

from paraph.web import urls_powers
from paraph.web.views import (
    answers,
    cryptoarm,
    department_documents,
    document_files,
    documents,
    incoming,
    packages,
    registry,
    sealing,
    signing,
    tasks,
)

urlpatterns = [
    *urls_powers.urlpatterns,
    path("documents/", registry.registry, name="registry"),
    path("documents/bulk/", registry.bulk, name="registry-bulk"),
    path("documents/<int:flow_id>/", documents.show, name="document"),
    path("documents/<int:flow_id>/progress/", documents.progress, name="document-progress"),
    path("documents/<int:flow_id>/attributes/", documents.change, name="document-attributes"),
    path("documents/<int:flow_id>/withdraw/", documents.withdraw, name="document-withdraw"),
    path("documents/<int:flow_id>/again/", documents.again, name="document-again"),
    path("documents/<int:flow_id>/links/", documents.link, name="document-links"),
    path("documents/<int:flow_id>/links/targets/", documents.link_targets, name="document-link-targets"),
    path("documents/<int:flow_id>/preview/<int:page>/", document_files.preview, name="document-preview"),
    path("documents/<int:flow_id>/file/", document_files.original, name="document-file"),
    path("documents/<int:flow_id>/answer/<slug:verb>/", answers.answer, name="document-answer"),
    path(
        "documents/<int:flow_id>/answers/<int:answer_id>/retry/", answers.retry, name="document-answer-retry"
    ),
    path(
        "documents/<int:flow_id>/answers/<int:answer_id>/cancel/",
        answers.cancel,
        name="document-answer-cancel",
    ),
    path(
        "documents/<int:flow_id>/versions/<int:version_id>/", document_files.version, name="document-version"
    ),
    path("documents/<int:flow_id>/extras/<int:extra_id>/", document_files.extra, name="document-extra"),
    path(
        "documents/<int:flow_id>/signatures/<int:signature_id>/",
        document_files.signature,
        name="document-signature",
    ),
    path("documents/<int:flow_id>/protocol/", document_files.protocol, name="document-protocol"),
    path("documents/<int:flow_id>/bundle/", document_files.bundle, name="document-bundle"),
    path("documents/<int:flow_id>/stamped/", document_files.stamped, name="document-stamped"),
    path("documents/<int:flow_id>/seal/", sealing.seal, name="document-seal"),
    path("documents/<int:flow_id>/sealed/<int:copy_id>/", sealing.download, name="document-sealed"),
    path("documents/<int:flow_id>/sealed/<int:copy_id>/send/", sealing.send, name="document-sealed-send"),
    path("packages/new/", packages.new, name="package-new"),
    path("packages/new/recipient/", packages.recipient, name="package-recipient"),
    path("packages/<int:package_id>/", packages.show, name="package"),
    path("packages/<int:package_id>/checks/", packages.checks, name="package-checks"),
    path("packages/<int:package_id>/documents/", packages.add_documents, name="package-documents"),
    path("packages/<int:package_id>/submit/", packages.submit, name="package-submit"),
    path("packages/<int:package_id>/signer/", packages.change_signer, name="package-signer"),
    path("packages/<int:package_id>/recipient/", packages.change_recipient, name="package-recipient-change"),
    path("packages/<int:package_id>/decide/", packages.decide, name="package-decide"),
    path("packages/<int:package_id>/assign/", incoming.assign, name="package-assign"),
    path("packages/<int:package_id>/anew/", incoming.anew, name="package-anew"),
    path("department/", department_documents.department_documents, name="department-documents"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("sign/", signing.several, name="sign-several"),
    path("sign/<int:task_id>/", signing.sign, name="sign"),
    path("sign/<int:task_id>/decline/", signing.decline, name="sign-decline"),
    path("sign/<int:task_id>/cryptoarm/", cryptoarm.begin, name="sign-cryptoarm"),
    path("sign/<int:task_id>/cryptoarm/<int:pk>/", cryptoarm.progress, name="sign-cryptoarm-progress"),
    path("cryptoarm/", cryptoarm.command, name="cryptoarm"),
    path("cryptoarm/upload/", cryptoarm.upload, name="cryptoarm-upload"),
    path("cryptoarm/files/<int:pk>/", cryptoarm.file, name="cryptoarm-file"),
]
