package scenario

// MaxPrice is the highest price of anything.
const MaxPrice = 1_000_000

// maxCurrency is how many characters the name of a currency has at most.
const maxCurrency = 12

// Prices say what things cost, in millionths of the currency's unit; 0 for what is not
// counted.
type Prices struct {
	GBHour       int64 // of the cache: to hold 10⁹ bytes for an hour
	MillionCalls int64 // of the source
	Currency     string
}

// prices declares the prices.
func (f *fields) prices(p *Prices) {
	f.section("prices", "Prices", "What things cost, to measure what the scenario costs an hour under its workload. What has no price, or 0, is not counted.", func(f *fields) {
		p.GBHour = f.price("cacheGBHour", "What it costs that the cache holds a gigabyte, 10⁹ bytes, for an hour. What counts is what it holds on average, keys and values by the sizes of the workload, and not the room that is free.")
		p.MillionCalls = f.price("millionSourceCalls", "What a million calls of the source cost, whatever becomes of them. A batch is one call.")
		p.Currency = f.text("currency", length{least: 1, most: maxCurrency}, "", "What prices and costs are in, such as EUR. It stands beside the costs.")
	})
}

// price declares a price and returns it in millionths.
func (f *fields) price(name, doc string) int64 {
	return f.fraction(name, 0, 0, MaxPrice, 1e6, "six", noSetting, doc)
}

// missingFor returns the price without which a cost is not known, "" if it is there.
func (p *Prices) missingFor(cost string) string {
	switch {
	case cost != "cost.source" && p.GBHour > 0, cost != "cost.cache" && p.MillionCalls > 0:
		return ""
	case cost == "cost.source":
		return `"millionSourceCalls"`
	case cost == "cost.cache":
		return `"cacheGBHour"`
	}
	return `"cacheGBHour" or "millionSourceCalls"`
}
