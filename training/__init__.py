"""Batch programs: corpus → data set → train → evaluate → promote. Run them by ``make``."""
