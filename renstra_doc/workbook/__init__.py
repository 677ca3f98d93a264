"""Workbook: a data folder ↔ one .xlsx for planners. Export then import gives the same bytes."""

from renstra_doc.files.journal import write_files
from renstra_doc.workbook.importing import ImportPlan, plan_import
from renstra_doc.workbook.make_workbook import export_project
from renstra_doc.workbook.record import remember_import

__all__ = ["ImportPlan", "export_project", "plan_import", "remember_import", "write_files"]
