package main

import "math"

// zipfExponent returns the exponent s under which the counts, the largest first, are
// likeliest, if the key of rank i is used with a probability proportional to i^-s. Then
// the mean logarithm of the rank is as expected.
func zipfExponent(counts []uint32) float64 {
	var sum, total float64
	for i, n := range counts {
		sum += float64(n) * math.Log(float64(i+1))
		total += float64(n)
	}
	low, high := 0.0, 10.0
	if len(counts) < 2 {
		return 0
	}
	for range 50 {
		if s := (low + high) / 2; meanLogRank(s, len(counts)) > sum/total {
			low = s
		} else {
			high = s
		}
	}
	return low
}

// meanLogRank returns the expected logarithm of the rank among n keys. Above rank
// 10,000 ranks are taken together in thousandths.
func meanLogRank(s float64, n int) float64 {
	var weights, logs float64
	for i := 1; i <= n; {
		width := 1
		if i > 10_000 {
			width = min(i/1000, n-i+1)
		}
		l := math.Log(float64(i) + float64(width-1)/2)
		w := math.Exp(-s*l) * float64(width)
		weights += w
		logs += w * l
		i += width
	}
	return logs / weights
}
