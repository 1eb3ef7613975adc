# Opportunities: the pipeline board, stages, closing a deal.
