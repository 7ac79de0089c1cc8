from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "paraph.archive"
    label = "archive"

    def ready(self) -> None:
        from paraph.archive.handlers import BuildArchive
        from paraph.archive.services import archive_when_done
        from paraph.docflow.ports import on_change
        from paraph.effects.handlers import register

        register(BuildArchive())
        on_change(archive_when_done)
