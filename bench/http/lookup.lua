-- wrk: 20 rows by primary key, another place in each request.
math.randomseed(1)
request = function()
	local id = math.random(1, 999000)
	return wrk.format("GET", wrk.path .. "?LANG=ADQL&QUERY=SELECT+id,ra,dec,gmag+FROM+bench.source"
		.. "+WHERE+id+BETWEEN+" .. id .. "+AND+" .. (id + 19))
end
done = function(summary, latency, requests)
	local errors = summary.errors.status + summary.errors.timeout + summary.errors.read
	io.write(string.format("%.3f %.3f %.0f %d\n", latency:percentile(50) / 1000,
		latency:percentile(99) / 1000, summary.requests / summary.duration * 1e6, errors))
end
