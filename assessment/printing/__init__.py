"""Printing: a paper sent to a CUPS queue, and taken back when it does not come."""

from assessment.printing.cups import PrintingFailed, Queue, Trouble
from assessment.printing.watch import PATIENCE, Job, State

__all__ = ["PATIENCE", "Job", "PrintingFailed", "Queue", "State", "Trouble"]
