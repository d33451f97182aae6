//go:build !js

package main

import "math/big"

const (
	precision = 256

	// negligible is the binary exponent of a term that ends its series.
	negligible = -220
)

func number(n int64) *big.Float      { return new(big.Float).SetPrec(precision).SetInt64(n) }
func add(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Add(x, y) }
func sub(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Sub(x, y) }
func mul(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Mul(x, y) }
func quo(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(precision).Quo(x, y) }
func ratio(n, d int64) *big.Float    { return quo(number(n), number(d)) }
func isNegligible(x *big.Float) bool { return x.Sign() == 0 || x.MantExp(nil) < negligible }

// ln returns the natural logarithm of x, between a half and 3:
// ln(x) = 2*artanh(t) = 2*(t + t^3/3 + t^5/5 + ...), where t = (x-1)/(x+1).
func ln(x *big.Float) *big.Float {
	t := quo(sub(x, number(1)), add(x, number(1)))
	square := mul(t, t)
	sum, power := number(0), t
	for n := int64(1); !isNegligible(power); n += 2 {
		sum = add(sum, quo(power, number(n)))
		power = mul(power, square)
	}
	return mul(number(2), sum)
}

// exp returns e^x by its Taylor series. x is at least -1, so that next to
// nothing cancels, and at most some tens, so that the series is short.
func exp(x *big.Float) *big.Float {
	sum, term := number(0), number(1)
	for n := int64(1); !isNegligible(term); n++ {
		sum = add(sum, term)
		term = quo(mul(term, x), number(n))
	}
	return sum
}

// density returns the standard normal density at z.
func density(z *big.Float) *big.Float {
	const pi = "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798"
	circle, _, err := big.ParseFloat(pi, 10, precision, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	root := new(big.Float).SetPrec(precision).Sqrt(mul(number(2), circle))
	half := quo(mul(z, z), number(2))
	return quo(number(1), mul(root, exp(half)))
}

// tail returns the probability that a standard normal exceeds z, given the
// density at z: 1/2 - density * (z + z^3/3 + z^5/(3*5) + z^7/(3*5*7) + ...)
// (Abramowitz and Stegun, 26.2.11).
func tail(z, density *big.Float) *big.Float {
	square := mul(z, z)
	sum, term := number(0), z
	for n := int64(3); !isNegligible(term); n += 2 {
		sum = add(sum, term)
		term = quo(mul(term, square), number(n))
	}
	return sub(ratio(1, 2), mul(density, sum))
}

// deviate returns the z that a standard normal exceeds with probability p, by
// Newton's method from a guess that is close, or to the left, from where it cannot
// overshoot.
func deviate(p, guess *big.Float) *big.Float {
	const closeEnough = -90 // a step of 2^-90 leaves an error of about 2^-180
	z := guess
	for {
		slope := density(z)
		step := quo(sub(tail(z, slope), p), slope)
		z = add(z, step)
		if step.Sign() == 0 || step.MantExp(nil) < closeEnough {
			return z
		}
	}
}
