// The one file of this module that calls the C library. Places on a canvas are rounded to hundredths of a pixel, so that a
// difference in the last place between C libraries does not show. TideMethods has such a file of its own: the one room that
// both import is the model, which holds words and figures and no analysis.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// ln x, x above 0.
func logarithm(_ x: Double) -> Double { log(x) }
