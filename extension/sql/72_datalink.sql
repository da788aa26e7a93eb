-- What belongs to a product: DataLink 1.1.
CREATE TABLE sky.link (
	obs_publisher_did text NOT NULL,
	semantics text NOT NULL CHECK (semantics ~ '^(#[a-z-]+|https?://.+)$'),
	access_url text,
	description text,
	content_type text,
	content_length int8,
	link_index int4,
	linked_did text,
	category text,
	path text GENERATED ALWAYS AS (CASE WHEN access_url LIKE '/data/_%' THEN substr(access_url, 7) END) STORED,
	file_did text GENERATED ALWAYS AS (CASE WHEN access_url LIKE '/data/_%'
		THEN coalesce(linked_did, regexp_replace(obs_publisher_did, '[?].*', '') || '?' || substr(access_url, 7)) END) STORED,
	CHECK (CASE num_nonnulls(access_url, linked_did)
		WHEN 1 THEN true WHEN 2 THEN access_url LIKE '/data/_%' AND linked_did LIKE 'ivo://_%' ELSE false END)
);
COMMENT ON TABLE sky.link IS
	'What /datalink/links says of products besides themselves and their cutouts: previews, progenitors, calibration files, documents.';
COMMENT ON COLUMN sky.link.obs_publisher_did IS 'The product, as in ivoa.obscore: who sees that row sees its links.';
COMMENT ON COLUMN sky.link.semantics IS
	'A term of http://www.ivoa.net/rdf/datalink/core, as #preview, #progenitor, #derivation, #auxiliary, #calibration, #documentation, or the URI of another one.';
COMMENT ON COLUMN sky.link.access_url IS
	'Where it is: an URL, or what follows the address of this archive, as /data/path/of/a/file. A file that is no product of '
	'its own is read, cut out and shown by who may read the file of a product that links to it; a #documentation by who sees its row.';
COMMENT ON COLUMN sky.link.linked_did IS
	'Instead of access_url another product, as in ivoa.obscore: shown to who sees that row, too. A #progenitor shows its '
	'#derivation without a row of its own. Beside /data/path/of/a/file the identifier of that file.';
COMMENT ON COLUMN sky.link.path IS 'Of the file of access_url, below pgsky.data_dirs.';
COMMENT ON COLUMN sky.link.file_did IS
	'Its identifier, for cutouts, unless sky.ingest has given it another one: linked_did, or the product''s with the path behind its ?.';
COMMENT ON COLUMN sky.link.category IS 'What kind of file it is in the archive''s own words, as ANCILLARY.WEIGHTMAP: the column eso_category.';
COMMENT ON COLUMN sky.link.link_index IS 'Order of the links of a product, ascending.';
CREATE INDEX link_linked ON sky.link (linked_did) WHERE linked_did IS NOT NULL;
CREATE INDEX link_path ON sky.link (path) WHERE path IS NOT NULL;
CREATE INDEX link_file ON sky.link (file_did) WHERE file_did IS NOT NULL;
CREATE INDEX link_product ON sky.link (obs_publisher_did);
SELECT pg_catalog.pg_extension_config_dump('sky.link', '');

CREATE FUNCTION sky.linked_observation(path text) RETURNS sky.observation
	LANGUAGE plpgsql VOLATILE STRICT
	SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF path ~* '[.](fits|fit|fts)([.]gz|[.]fz)?$' THEN
		RETURN sky.file_observation(path, NULL, NULL, NULL, sky.fits_describe(path) -> 'hdus');
	END IF;
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	RETURN NULL;  -- a damaged one
END $$;
COMMENT ON FUNCTION sky.linked_observation(text) IS
	'What a file that only sky.link names would give as a row of ivoa.obscore; NULL for what is not FITS.';
REVOKE EXECUTE ON FUNCTION sky.linked_observation(text) FROM PUBLIC;
