package scenario

import "testing"

// Prices have six decimals at most; what has none, or 0, is not counted, and no cost can be
// expected of it.
func TestPrices(t *testing.T) {
	for _, c := range []struct {
		members string
		want    Prices
		errs    string
	}{
		{``, Prices{}, ""},
		{`, "prices": {"cacheGBHour": 0.016755, "millionSourceCalls": 1.5, "currency": "EUR"}`, Prices{16_755, 1_500_000, "EUR"}, ""},
		{`, "prices": {"cacheGBHour": 1000000, "millionSourceCalls": 0}, "expect": {"cost": "< 12.50", "cost.cache": "<= 0"}`, Prices{GBHour: 1e12}, ""},
		{`, "prices": {"millionSourceCalls": 0.4}, "expect": {"cost": "< 12", "cost.source": "> 0"}`, Prices{MillionCalls: 400_000}, ""},
		{`, "prices": {"cacheGBHour": 0.0000001}`, Prices{}, "prices.cacheGBHour: 1e-7 is not a number from 0 to 1000000, with at most six decimals"},
		{`, "prices": {"cacheGBHour": -1, "millionSourceCalls": 1000000.5}`, Prices{}, "prices.cacheGBHour: -1 is not a number from 0 to 1000000, with at most six decimals\n" +
			"prices.millionSourceCalls: 1000000.5 is not a number from 0 to 1000000, with at most six decimals"},
		{`, "prices": {"cacheGBHour": "2"}`, Prices{}, `prices.cacheGBHour: "2" is not a number from 0 to 1000000, with at most six decimals`},
		{`, "prices": {"currency": ""}`, Prices{}, `prices.currency: "" is not a text of 1 to 12 characters`},
		{`, "prices": {"cacheGbHour": 1}`, Prices{}, `prices.cacheGbHour: unknown field: did you mean "cacheGBHour"? Allowed here are "cacheGBHour", "millionSourceCalls", "currency"`},
		{`, "expect": {"cost": "< 12"}`, Prices{}, `expect.cost: is measured from prices, and the scenario has none: give it "cacheGBHour" or "millionSourceCalls" under "prices"`},
		{`, "prices": {"cacheGBHour": 1}, "expect": {"cost.source": "< 12"}`, Prices{}, `expect["cost.source"]: is measured from prices, and the scenario has none: give it "millionSourceCalls" under "prices"`},
		{`, "prices": {"millionSourceCalls": 1}, "expect": {"cost.cache": "< 12"}`, Prices{}, `expect["cost.cache"]: is measured from prices, and the scenario has none: give it "cacheGBHour" under "prices"`},
	} {
		s, errs := Parse([]byte(`{"version": 1, "workload": {"like": "ycsb-a"}` + c.members + `}`))
		if c.errs != "" || errs != nil {
			if got := errs.Error(); got != c.errs {
				t.Errorf("%s\n got %s\nwant %s", c.members, got, c.errs)
			}
			continue
		}
		if got := s.Variants[0].Prices; got != c.want {
			t.Errorf("%s: %+v", c.members, got)
		}
		checkRoundTrip(t, s)
	}
}
