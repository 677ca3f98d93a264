"""Workbook: a data folder ↔ one .xlsx for planners. Export then import gives the same bytes."""

from renstra_doc.workbook.export import export_project
from renstra_doc.workbook.importing import ImportPlan, plan_import
from renstra_doc.workbook.record import remember_import
from renstra_doc.workbook.writing import write_all

__all__ = ["ImportPlan", "export_project", "plan_import", "remember_import", "write_all"]
