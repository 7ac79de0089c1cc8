"""«Соответствие документов»: which application of ELMA365 holds which documents, which field holds what."""
