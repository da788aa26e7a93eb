/*
 * ssa_columns.c
 *		The columns of an answer of SSA (SSA 1.1, section 4.2.5).
 */
#include "svc/ssa_columns.h"

#include "base/table.h"
#include "svc/adql_text.h"
#include "svc/discovery.h"
#include "svc/ssa_params.h"

typedef struct SsaColumn
{
	SkyColumn meta;
	const char *adql;	   /* NULL: the publisher */
	const char *needs;	   /* the optional column of ObsCore that it reads; NULL: none */
	const char *otherwise; /* what to read without it; NULL: leave the column out */
} SsaColumn;

#define MIDDLE(column) "(" column "_min + " column "_max) / 2"

static const SsaColumn rows[] = {
	{
		.meta = {"access_url",
				 .utype = "ssa:Access.Reference",
				 .ucd = "meta.ref.url;meta.dataset",
				 .description = "Where to get the spectrum"},
		.adql = SSA_REFERENCE,
	},
	{
		.meta = {"access_format",
				 .utype = "ssa:Access.Format",
				 .ucd = "meta.code.mime",
				 .description = "What the address gives"},
		.adql = SSA_FORMAT,
	},
	{
		.meta = {"access_estsize",
				 .utype = "ssa:Access.Size",
				 .unit = "kbyte",
				 .ucd = "phys.size;meta.file",
				 .description = "Estimated size"},
		.adql = "access_estsize",
	},
	{
		.meta = {"dataset_model",
				 .utype = "ssa:Dataset.DataModel",
				 .description = "Data model that the description follows"},
		.adql = "'Spectrum-1.0'",
	},
	{
		.meta = {"dataset_type",
				 .utype = "ssa:Dataset.Type",
				 .description = "Kind of product"},
		.adql = "'Spectrum'",
	},
	{
		.meta = {"dataset_length",
				 .utype = "ssa:Dataset.Length",
				 .ucd = "meta.number",
				 .description = "Points of the spectrum"},
		.adql = "em_xel",
	},
	{
		.meta = {"title",
				 .utype = "ssa:DataID.Title",
				 .ucd = "meta.title;meta.dataset",
				 .description = "Title of the spectrum"},
		.adql = "COALESCE(obs_title, target_name, obs_id)",
		.needs = "obs_title",
		.otherwise = "COALESCE(target_name, obs_id)",
	},
	{
		.meta = {"collection",
				 .utype = "ssa:DataID.Collection",
				 .ucd = "meta.id",
				 .description = "Name of the collection"},
		.adql = "obs_collection",
	},
	{
		.meta = {"creator",
				 .utype = "ssa:DataID.Creator",
				 .ucd = "meta.curation",
				 .description = "Who made the spectrum"},
		.adql = "obs_creator_name",
		.needs = "obs_creator_name",
	},
	{
		.meta = {"creator_did",
				 .utype = "ssa:DataID.CreatorDID",
				 .ucd = "meta.id",
				 .description = "Identifier that the creator gave"},
		.adql = "obs_creator_did",
		.needs = "obs_creator_did",
	},
	{
		.meta = {"date",
				 .utype = "ssa:DataID.Date",
				 .ucd = "time;meta.dataset",
				 .description = "When the spectrum was made"},
		.adql = "obs_creation_date",
		.needs = "obs_creation_date",
	},
	{
		.meta = {"instrument",
				 .utype = "ssa:DataID.Instrument",
				 .ucd = "meta.id;instr",
				 .description = "Instrument"},
		.adql = "instrument_name",
	},
	{
		.meta = {"creation_type",
				 .utype = "ssa:DataID.CreationType",
				 .description = "How the spectrum came to be here"},
		.adql = "'archival'",
	},
	{
		.meta = {"publisher",
				 .utype = "ssa:Curation.Publisher",
				 .ucd = "meta.curation",
				 .description = "Who publishes the spectrum"},
	},
	{
		.meta = {"publisher_did",
				 .utype = "ssa:Curation.PublisherDID",
				 .ucd = "meta.ref.ivoid",
				 .description = "Identifier of the spectrum"},
		.adql = "obs_publisher_did",
	},
	{
		.meta = {"rights",
				 .utype = "ssa:Curation.Rights",
				 .ucd = "meta.code",
				 .description = "public, proprietary or secure"},
		.adql = "data_rights",
		.needs = "data_rights",
	},
	{
		.meta = {"reference",
				 .utype = "ssa:Curation.Reference",
				 .ucd = "meta.bib.bibcode",
				 .description = "Publication about the spectrum"},
		.adql = "bib_reference",
		.needs = "bib_reference",
	},
	{
		.meta = {"dp_id",
				 .ucd = "meta.id",
				 .description = "Identifier of the file, as ESO's archive has it"},
		.adql = "dp_id",
		.needs = "dp_id",
	},
	{
		.meta = {"target_name",
				 .utype = "ssa:Target.Name",
				 .ucd = "meta.id;src",
				 .description = "Name of the target"},
		.adql = "target_name",
	},
	{
		.meta = {"target_class",
				 .utype = "ssa:Target.Class",
				 .ucd = "src.class",
				 .description = "Class of the target"},
		.adql = "target_class",
		.needs = "target_class",
	},
	{
		.meta = {"target_pos",
				 .utype = "ssa:Target.Pos",
				 .unit = "deg",
				 .ucd = "pos.eq;src",
				 .description = "Where the target is"},
		.adql = "POINT(s_ra, s_dec)",
	},
	{
		.meta = {"snr",
				 .utype = "ssa:Derived.SNR",
				 .ucd = "stat.snr",
				 .description = "Signal to noise ratio"},
		.adql = "snr",
		.needs = "snr",
	},
	{
		.meta = {"space_frame",
				 .utype = "ssa:CoordSys.SpaceFrame.Name",
				 .ucd = "pos.frame",
				 .description = "Reference frame of positions"},
		.adql = "'ICRS'",
	},
	{
		.meta = {"location",
				 .utype = "ssa:Char.SpatialAxis.Coverage.Location.Value",
				 .unit = "deg",
				 .ucd = "pos.eq",
				 .description = "Where the spectrum was taken"},
		.adql = "POINT(s_ra, s_dec)",
	},
	{
		.meta = {"aperture",
				 .utype = "ssa:Char.SpatialAxis.Coverage.Bounds.Extent",
				 .unit = "deg",
				 .ucd = "instr.fov",
				 .description = "Diameter of the aperture"},
		.adql = "s_fov",
	},
	{
		.meta = {"s_resolution",
				 .utype = "ssa:Char.SpatialAxis.Resolution",
				 .unit = "deg",
				 .ucd = "pos.angResolution",
				 .description = "Spatial resolution"},
		.adql = "s_resolution / 3600",
	},
	{
		.meta = {"t_mid",
				 .utype = "ssa:Char.TimeAxis.Coverage.Location.Value",
				 .unit = "d",
				 .ucd = "time.epoch",
				 .description = "Middle of the exposure (MJD)"},
		.adql = "COALESCE(" MIDDLE("t") ", t_min)",
	},
	{
		.meta = {"t_exptime",
				 .utype = "ssa:Char.TimeAxis.Coverage.Bounds.Extent",
				 .unit = "s",
				 .ucd = "time.duration;obs.exposure",
				 .description = "Total exposure time"},
		.adql = "t_exptime",
	},
	{
		.meta = {"t_min",
				 .utype = "ssa:Char.TimeAxis.Coverage.Bounds.Start",
				 .unit = "d",
				 .ucd = "time.start;obs.exposure",
				 .description = "Start of the exposure (MJD)"},
		.adql = "t_min",
	},
	{
		.meta = {"t_max",
				 .utype = "ssa:Char.TimeAxis.Coverage.Bounds.Stop",
				 .unit = "d",
				 .ucd = "time.end;obs.exposure",
				 .description = "End of the exposure (MJD)"},
		.adql = "t_max",
	},
	{
		.meta = {"em_mid",
				 .utype = "ssa:Char.SpectralAxis.Coverage.Location.Value",
				 .unit = "m",
				 .ucd = "em.wl;instr.bandpass",
				 .description = "Middle of the vacuum wavelengths"},
		.adql = MIDDLE("em"),
	},
	{
		.meta = {"em_extent",
				 .utype = "ssa:Char.SpectralAxis.Coverage.Bounds.Extent",
				 .unit = "m",
				 .ucd = "em.wl;instr.bandwidth",
				 .description = "Width of the vacuum wavelengths"},
		.adql = "em_max - em_min",
	},
	{
		.meta = {"em_min",
				 .utype = "ssa:Char.SpectralAxis.Coverage.Bounds.Start",
				 .unit = "m",
				 .ucd = "em.wl;stat.min",
				 .description = "Shortest vacuum wavelength"},
		.adql = "em_min",
	},
	{
		.meta = {"em_max",
				 .utype = "ssa:Char.SpectralAxis.Coverage.Bounds.Stop",
				 .unit = "m",
				 .ucd = "em.wl;stat.max",
				 .description = "Longest vacuum wavelength"},
		.adql = "em_max",
	},
	{
		.meta = {"em_res_power",
				 .utype = "ssa:Char.SpectralAxis.ResPower",
				 .ucd = "spect.resolution",
				 .description = "Spectral resolving power"},
		.adql = "em_res_power",
	},
	{
		.meta = {"em_resolution",
				 .utype = "ssa:Char.SpectralAxis.Resolution",
				 .unit = "m",
				 .ucd = "spect.resolution;em.wl",
				 .description = "Spectral resolution"},
		.adql = MIDDLE("em") " / NULLIF(em_res_power, 0)",
	},
	{
		.meta = {"em_ucd",
				 .utype = "ssa:Char.SpectralAxis.Ucd",
				 .ucd = "meta.ucd",
				 .description = "What the spectral axis is, as a UCD"},
		.adql = "em_ucd",
		.needs = "em_ucd",
		.otherwise = "'em.wl'",
	},
	{
		.meta = {"em_calib_status",
				 .utype = "ssa:Char.SpectralAxis.Calibration",
				 .ucd = "meta.code.qual",
				 .description = "Calibration of the wavelengths"},
		.adql = "em_calib_status",
		.needs = "em_calib_status",
	},
	{
		.meta = {"o_ucd",
				 .utype = "ssa:Char.FluxAxis.Ucd",
				 .ucd = "meta.ucd",
				 .description = "What was observed, as a UCD"},
		.adql = "o_ucd",
	},
	{
		.meta = {"o_calib_status",
				 .utype = "ssa:Char.FluxAxis.Calibration",
				 .ucd = "meta.code.qual",
				 .description = "Calibration of the flux"},
		.adql = "o_calib_status",
		.needs = "o_calib_status",
	},
};

const SkyColumn *
ssa_put_columns(Sink *sink,
				Arena *arena,
				const CatalogTable *table,
				const char *publisher)
{
	SkyColumn *columns = arena_array(arena, SKY_LENGTH(rows), sizeof(SkyColumn));
	int count = 0;

	for (size_t i = 0; i < SKY_LENGTH(rows); i++)
	{
		const SsaColumn *row = &rows[i];
		bool lacks = row->needs != NULL && discovery_column(table, row->needs) == NULL;

		if (lacks && row->otherwise == NULL)
			continue;
		if (count > 0)
			sink_puts(sink, ", ");
		if (row->adql == NULL)
			adql_put_text(sink, publisher);
		else
			sink_puts(sink, lacks ? row->otherwise : row->adql);
		sink_puts(sink, " AS ");
		adql_put_name(sink, row->meta.name);
		columns[count++] = row->meta;
	}
	return columns;
}
