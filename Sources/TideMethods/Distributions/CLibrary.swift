// The one file of this module that calls the C library: the standard library has none of these functions. Each may differ
// by a unit or two in the last place between C libraries, so that nothing stored may depend on them.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// ln x; −∞ at 0, not a number below.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// ln(1 + x), exact also where x is small.
func naturalLogarithm(onePlus x: Double) -> Double { log1p(x) }

/// e to the power x.
func exponential(_ x: Double) -> Double { exp(x) }

/// x to the power y; x at least 0.
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

/// Γ(x), x above 0; infinite above 171.6.
func gammaFunction(_ x: Double) -> Double { tgamma(x) }

/// ln Γ(x), x above 0.
func logGammaFunction(_ x: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(x, &sign)
}

/// 2/√π ∫ₓ^∞ exp(−t²) dt.
func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }
