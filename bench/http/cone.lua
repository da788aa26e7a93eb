-- wrk: a small cone in another place in each request, over the stars of TABLE.
math.randomseed(1)
local stars = os.getenv("TABLE") or "bench.hipparcos"
request = function()
	return wrk.format("GET", wrk.path .. "?LANG=ADQL&QUERY=SELECT+hip,ra,dec,vmag+FROM+" .. stars
		.. "+WHERE+1%3DCONTAINS(POINT('ICRS',ra,dec),CIRCLE('ICRS'," .. math.random(0, 359)
		.. "," .. math.random(-80, 80) .. ",0.1))")
end
done = function(summary, latency, requests)
	local errors = summary.errors.status + summary.errors.timeout + summary.errors.read
	io.write(string.format("%.3f %.3f %.0f %d\n", latency:percentile(50) / 1000,
		latency:percentile(99) / 1000, summary.requests / summary.duration * 1e6, errors))
end
