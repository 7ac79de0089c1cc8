"""The portal's document generator: templates, numbers, documents of CRM objects as DOCX and PDF."""
