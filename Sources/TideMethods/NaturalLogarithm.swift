// The one file of this module that calls the C library: the standard library has no logarithm.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// ln x; −∞ at 0, not a number below. May differ by one unit in the last place between C libraries, so that nothing stored
/// may depend on it.
func naturalLogarithm(_ x: Double) -> Double { log(x) }
