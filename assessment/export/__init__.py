"""The export: what the paper says, for computers to read; as a record and as FHIR."""
