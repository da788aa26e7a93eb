-- wrk: PIXELS x PIXELS pixels, those of a circle, of another place of another image in
-- each request.
math.randomseed(1)
local images = tonumber(os.getenv("IMAGES"))
local radius = (tonumber(os.getenv("PIXELS")) - 1) / 2 / 3600 -- [deg]
request = function()
	local n = math.random(0, images - 1)
	local lon = 10 + n + (math.random() - 0.5)
	local lat = math.random() - 0.5
	return wrk.format("GET", string.format(
		"/soda/sync?ID=ivo%%3A%%2F%%2Flocalhost%%2FBENCH%%3Ffield%d.fits&CIRCLE=%.6f+%.6f+%.6f",
		n, lon, lat, radius))
end
done = function(summary, latency, requests)
	local errors = summary.errors.status + summary.errors.timeout + summary.errors.read
	io.write(string.format("%.2f %.2f %.0f %.1f %d\n", latency:percentile(50) / 1000,
		latency:percentile(99) / 1000, summary.requests / summary.duration * 1e6,
		summary.bytes / summary.duration, errors))
end
