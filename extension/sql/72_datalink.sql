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
	CHECK (num_nonnulls(access_url, linked_did) = 1)
);
COMMENT ON TABLE sky.link IS
	'What /datalink/links says of products besides themselves and their cutouts: previews, progenitors, calibration files, documents.';
COMMENT ON COLUMN sky.link.obs_publisher_did IS 'The product, as in ivoa.obscore: who sees that row sees its links.';
COMMENT ON COLUMN sky.link.semantics IS
	'A term of http://www.ivoa.net/rdf/datalink/core, as #preview, #progenitor, #derivation, #auxiliary, #calibration, #documentation, or the URI of another one.';
COMMENT ON COLUMN sky.link.access_url IS
	'Where it is: an URL, or what follows the address of this archive, as /data/path/of/a/file, whose size and type are known then.';
COMMENT ON COLUMN sky.link.linked_did IS
	'Instead of access_url another product, as in ivoa.obscore: shown to who sees that row, too. A #progenitor shows its #derivation without a row of its own.';
COMMENT ON COLUMN sky.link.link_index IS 'Order of the links of a product, ascending.';
CREATE INDEX link_linked ON sky.link (linked_did) WHERE linked_did IS NOT NULL;
CREATE INDEX link_product ON sky.link (obs_publisher_did);
SELECT pg_catalog.pg_extension_config_dump('sky.link', '');
