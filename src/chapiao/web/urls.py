"""Addresses of the pages."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from chapiao.web import (
    account,
    approvals,
    audit,
    documents,
    imports,
    intake,
    ledger,
    look_up,
    lookups,
    members,
    rights,
    story,
)

urlpatterns = [
    path("", look_up.look_up, name="look_up"),
    path("look-ups/", lookups.lookups, name="lookups"),
    path("look-ups/<int:pk>/", lookups.lookup, name="lookup"),
    path("look-ups/<int:pk>/recheck/", lookups.again, name="lookup_recheck"),
    path("look-ups/<int:pk>/follow/", lookups.follow, name="lookup_follow"),
    path("look-ups/<int:pk>/stop/", lookups.stop, name="lookup_stop"),
    path("look-ups/<int:pk>/check/", lookups.check, name="lookup_check"),
    path("stories/<slug:story_id>/", story.story, name="story"),
    path("intake/<int:pk>/", intake.intake, name="intake"),
    path("intake/files/<int:pk>/keep/", intake.keep, name="intake_keep"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export.xlsx", ledger.export, name="ledger_xlsx"),
    path("ledger/<int:pk>/", ledger.invoice, name="invoice"),
    path("ledger/<int:pk>/reviewed/", ledger.reviewed, name="invoice_reviewed"),
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", imports.snapshot, name="snapshot"),
    path("import/<int:pk>/columns/", imports.columns, name="snapshot_columns"),
    path("import/<int:pk>/confirm/", imports.confirm, name="snapshot_confirm"),
    path("import/<int:pk>/undo/", imports.undo, name="snapshot_undo"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/pages/", documents.pages, name="document_pages"),
    path("documents/<int:pk>/picture.<str:form>", documents.picture, name="document_picture"),
    path("look-ups/<int:pk>/ask-access/", rights.ask, name="ask_access"),
    path("rights/", rights.rights, name="rights"),
    path("rights/papers/", rights.confirm_papers, name="confirm_papers"),
    path("rights/requests/", rights.requests, name="access_requests"),
    path("rights/requests/<int:pk>/withdraw/", rights.withdraw, name="withdraw_request"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval, name="approval"),
    path("members/", members.members, name="members"),
    path("members/<int:pk>/", members.member, name="member"),
    path("members/<int:pk>/papers/", members.set_papers, name="set_papers"),
    path("members/<int:pk>/papers/reveal/", members.reveal, name="reveal_papers"),
    path("members/<int:pk>/scopes/<int:scope_pk>/end/", members.end_scope, name="end_scope"),
    path("members/<int:pk>/<int:entity_pk>/scopes/", members.add_scope, name="add_scope"),
    path("members/<int:pk>/<int:entity_pk>/bureau/", members.note_bureau, name="note_bureau"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export.csv", audit.export, name="audit_csv"),
    path("login/", account.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
