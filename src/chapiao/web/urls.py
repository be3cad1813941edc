"""Addresses of the pages."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from chapiao.web import account, documents, imports, intake, ledger, look_up, lookups, story

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
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export.xlsx", ledger.export, name="ledger_xlsx"),
    path("ledger/<int:pk>/", ledger.invoice, name="invoice"),
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", imports.snapshot, name="snapshot"),
    path("import/<int:pk>/confirm/", imports.confirm, name="snapshot_confirm"),
    path("import/<int:pk>/undo/", imports.undo, name="snapshot_undo"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("login/", account.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
