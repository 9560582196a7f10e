from tests.domain.documents.intake.conftest import files

__all__ = ["files"]
