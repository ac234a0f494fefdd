"""Registers the directory room with Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    verbose_name = "机构与人员"
    name = "fedportal.directory"
    label = "directory"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from fedportal.directory.actions.agencies import take_over
        from fedportal.directory.sitting import begin_sitting
        from fedportal.orgs.succession import matters_follow

        matters_follow.connect(take_over, dispatch_uid="agencies")
        user_logged_in.connect(begin_sitting, dispatch_uid="sitting")
