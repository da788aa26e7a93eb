-- The library and the control file are of one version.
SELECT sky.version() = extversion AS same FROM pg_extension WHERE extname = 'pgsky';
