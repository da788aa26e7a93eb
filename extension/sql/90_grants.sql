-- What any role may see; functions are granted or revoked beside their definition.
GRANT USAGE ON SCHEMA sky TO PUBLIC;
