#if arch(x86_64)
  import TideCoreV3
  import TideCoreV4
#endif

// One function for each loop: it runs the copy of the level in use.

extension Kernels {
  /// As `UnpackLoops.integers`.
  @inline(__always)
  func unpack(
    _ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int, base: Int64,
    into out: UnsafeMutablePointer<Int64>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.UnpackLoops.integers(source, from: first, to: end, width: width, base: base, into: out)
      case .v3: TideCoreV3.UnpackLoops.integers(source, from: first, to: end, width: width, base: base, into: out)
      case .baseline: UnpackLoops.integers(source, from: first, to: end, width: width, base: base, into: out)
      }
    #else
      UnpackLoops.integers(source, from: first, to: end, width: width, base: base, into: out)
    #endif
  }

  /// As `UnpackLoops.doubles`.
  @inline(__always)
  public func unpack(
    _ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int, base: Int64,
    into out: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.UnpackLoops.doubles(source, from: first, to: end, width: width, base: base, into: out)
      case .v3: TideCoreV3.UnpackLoops.doubles(source, from: first, to: end, width: width, base: base, into: out)
      case .baseline: UnpackLoops.doubles(source, from: first, to: end, width: width, base: base, into: out)
      }
    #else
      UnpackLoops.doubles(source, from: first, to: end, width: width, base: base, into: out)
    #endif
  }

  @inline(__always)
  func unpack(
    _ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int, base: Int64, power: Double,
    into out: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4:
        TideCoreV4.UnpackLoops.decimals(source, from: first, to: end, width: width, base: base, power: power, into: out)
      case .v3:
        TideCoreV3.UnpackLoops.decimals(source, from: first, to: end, width: width, base: base, power: power, into: out)
      case .baseline:
        UnpackLoops.decimals(source, from: first, to: end, width: width, base: base, power: power, into: out)
      }
    #else
      UnpackLoops.decimals(source, from: first, to: end, width: width, base: base, power: power, into: out)
    #endif
  }

  /// As `UnpackLoops.sum`.
  @inline(__always)
  public func unpackedSum(_ source: UnsafeRawPointer, from first: Int, to end: Int, width: Int) -> UInt64 {
    #if arch(x86_64)
      switch level {
      case .v4: return TideCoreV4.UnpackLoops.sum(source, from: first, to: end, width: width)
      case .v3: return TideCoreV3.UnpackLoops.sum(source, from: first, to: end, width: width)
      case .baseline: return UnpackLoops.sum(source, from: first, to: end, width: width)
      }
    #else
      return UnpackLoops.sum(source, from: first, to: end, width: width)
    #endif
  }
}

extension Kernels {
  /// As `ScanLoops.sum`.
  @inline(__always)
  public func sum(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    #if arch(x86_64)
      switch level {
      case .v4: return TideCoreV4.ScanLoops.sum(values, count)
      case .v3: return TideCoreV3.ScanLoops.sum(values, count)
      case .baseline: return ScanLoops.sum(values, count)
      }
    #else
      return ScanLoops.sum(values, count)
    #endif
  }

  /// As `ScanLoops.extremes`.
  @inline(__always)
  public func extremes(_ values: UnsafePointer<Double>, _ count: Int) -> (least: Double, greatest: Double) {
    #if arch(x86_64)
      switch level {
      case .v4: return TideCoreV4.ScanLoops.extremes(values, count)
      case .v3: return TideCoreV3.ScanLoops.extremes(values, count)
      case .baseline: return ScanLoops.extremes(values, count)
      }
    #else
      return ScanLoops.extremes(values, count)
    #endif
  }

  /// As `ScanLoops.add`.
  @inline(__always)
  public func add(
    _ values: UnsafePointer<Double>, _ count: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.ScanLoops.add(values, count, to: sums)
      case .v3: TideCoreV3.ScanLoops.add(values, count, to: sums)
      case .baseline: ScanLoops.add(values, count, to: sums)
      }
    #else
      ScanLoops.add(values, count, to: sums)
    #endif
  }

  /// As `ScanLoops.add`.
  @inline(__always)
  public func add(
    _ values: UnsafePointer<Double>, _ count: Int, times factor: Double, to sums: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.ScanLoops.add(values, count, times: factor, to: sums)
      case .v3: TideCoreV3.ScanLoops.add(values, count, times: factor, to: sums)
      case .baseline: ScanLoops.add(values, count, times: factor, to: sums)
      }
    #else
      ScanLoops.add(values, count, times: factor, to: sums)
    #endif
  }

  /// As `ScanLoops.add`.
  @inline(__always)
  public func add(_ number: Double, _ count: Int, to sums: UnsafeMutablePointer<Double>) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.ScanLoops.add(number, count, to: sums)
      case .v3: TideCoreV3.ScanLoops.add(number, count, to: sums)
      case .baseline: ScanLoops.add(number, count, to: sums)
      }
    #else
      ScanLoops.add(number, count, to: sums)
    #endif
  }

  /// As `ScanLoops.addAbove`.
  @inline(__always)
  public func addAbove(
    _ values: UnsafePointer<Double>, _ count: Int, threshold: Double, to counts: UnsafeMutablePointer<Int64>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.ScanLoops.addAbove(values, count, threshold: threshold, to: counts)
      case .v3: TideCoreV3.ScanLoops.addAbove(values, count, threshold: threshold, to: counts)
      case .baseline: ScanLoops.addAbove(values, count, threshold: threshold, to: counts)
      }
    #else
      ScanLoops.addAbove(values, count, threshold: threshold, to: counts)
    #endif
  }

  /// As `ScanLoops.increment`.
  @inline(__always)
  public func increment(_ counts: UnsafeMutablePointer<Int64>, _ count: Int) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.ScanLoops.increment(counts, count)
      case .v3: TideCoreV3.ScanLoops.increment(counts, count)
      case .baseline: ScanLoops.increment(counts, count)
      }
    #else
      ScanLoops.increment(counts, count)
    #endif
  }

  /// As `ScanLoops.gatherAdd`.
  @inline(__always)
  public func gatherAdd(
    _ values: UnsafePointer<Double>, columns: UnsafePointer<Int32>, groups: UnsafePointer<Int32>, _ count: Int,
    shift: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4:
        TideCoreV4.ScanLoops.gatherAdd(
          values, columns: columns, groups: groups, count, shift: shift, to: sums)
      case .v3:
        TideCoreV3.ScanLoops.gatherAdd(
          values, columns: columns, groups: groups, count, shift: shift, to: sums)
      case .baseline:
        ScanLoops.gatherAdd(
          values, columns: columns, groups: groups, count, shift: shift, to: sums)
      }
    #else
      ScanLoops.gatherAdd(
        values, columns: columns, groups: groups, count, shift: shift, to: sums)
    #endif
  }
}

extension Kernels {
  /// As `QuantileLoops.select`.
  @inline(__always)
  public func select(
    _ values: UnsafePointer<Double>, _ count: Int, scratch: UnsafeMutablePointer<Double>,
    bins: UnsafeMutablePointer<Int32>, ranks: UnsafePointer<Int>, _ rankCount: Int,
    into out: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4:
        TideCoreV4.QuantileLoops.select(values, count, scratch: scratch, bins: bins, ranks: ranks, rankCount, into: out)
      case .v3:
        TideCoreV3.QuantileLoops.select(values, count, scratch: scratch, bins: bins, ranks: ranks, rankCount, into: out)
      case .baseline:
        QuantileLoops.select(values, count, scratch: scratch, bins: bins, ranks: ranks, rankCount, into: out)
      }
    #else
      QuantileLoops.select(values, count, scratch: scratch, bins: bins, ranks: ranks, rankCount, into: out)
    #endif
  }
}

extension Kernels {
  /// As `PredictionLoops.numbers`.
  @inline(__always)
  public func numbers(
    rule: UInt8, factor: Double, z: Double, reference: Double, poisson: UnsafePointer<Double>?,
    scales: UnsafePointer<Double>, starts: UnsafePointer<Double>?, residuals: UnsafePointer<Int64>?,
    operands: UnsafePointer<Double>, stride: Int, from first: Int, to end: Int, into out: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4:
        TideCoreV4.PredictionLoops.numbers(
          rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
          residuals: residuals, operands: operands, stride: stride, from: first, to: end, into: out)
      case .v3:
        TideCoreV3.PredictionLoops.numbers(
          rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
          residuals: residuals, operands: operands, stride: stride, from: first, to: end, into: out)
      case .baseline:
        PredictionLoops.numbers(
          rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
          residuals: residuals, operands: operands, stride: stride, from: first, to: end, into: out)
      }
    #else
      PredictionLoops.numbers(
        rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
        residuals: residuals, operands: operands, stride: stride, from: first, to: end, into: out)
    #endif
  }

  /// As `PredictionLoops.predict`.
  @inline(__always)
  func predict(
    rule: UInt8, factor: Double, z: Double, reference: Double, poisson: UnsafePointer<Double>?,
    scales: UnsafePointer<Double>, starts: UnsafePointer<Double>?, operands: UnsafePointer<Double>, stride: Int,
    from first: Int, to end: Int, wholes: UnsafeMutablePointer<Double>, powers: UnsafeMutablePointer<Double>
  ) {
    #if arch(x86_64)
      switch level {
      case .v4:
        TideCoreV4.PredictionLoops.predict(
          rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
          operands: operands, stride: stride, from: first, to: end, wholes: wholes, powers: powers)
      case .v3:
        TideCoreV3.PredictionLoops.predict(
          rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
          operands: operands, stride: stride, from: first, to: end, wholes: wholes, powers: powers)
      case .baseline:
        PredictionLoops.predict(
          rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
          operands: operands, stride: stride, from: first, to: end, wholes: wholes, powers: powers)
      }
    #else
      PredictionLoops.predict(
        rule: rule, factor: factor, z: z, reference: reference, poisson: poisson, scales: scales, starts: starts,
        operands: operands, stride: stride, from: first, to: end, wholes: wholes, powers: powers)
    #endif
  }
}

extension Kernels {
  /// As `StatisticsLoops.sum`.
  @inline(__always)
  public func sum(_ values: UnsafePointer<Double>, _ count: Int, where bits: UnsafePointer<UInt64>) -> Double {
    #if arch(x86_64)
      switch level {
      case .v4: return TideCoreV4.StatisticsLoops.sum(values, count, where: bits)
      case .v3: return TideCoreV3.StatisticsLoops.sum(values, count, where: bits)
      case .baseline: return StatisticsLoops.sum(values, count, where: bits)
      }
    #else
      return StatisticsLoops.sum(values, count, where: bits)
    #endif
  }

  /// As `StatisticsLoops.moments`.
  @inline(__always)
  public func moments(
    _ values: UnsafePointer<Double>, _ count: Int, about centre: Double
  ) -> (first: Double, second: Double) {
    #if arch(x86_64)
      switch level {
      case .v4: return TideCoreV4.StatisticsLoops.moments(values, count, about: centre)
      case .v3: return TideCoreV3.StatisticsLoops.moments(values, count, about: centre)
      case .baseline: return StatisticsLoops.moments(values, count, about: centre)
      }
    #else
      return StatisticsLoops.moments(values, count, about: centre)
    #endif
  }

  /// As `StatisticsLoops.countLess`.
  @inline(__always)
  public func countLess(_ values: UnsafePointer<Double>, _ count: Int, into ranks: UnsafeMutablePointer<Int64>) {
    #if arch(x86_64)
      switch level {
      case .v4: TideCoreV4.StatisticsLoops.countLess(values, count, into: ranks)
      case .v3: TideCoreV3.StatisticsLoops.countLess(values, count, into: ranks)
      case .baseline: StatisticsLoops.countLess(values, count, into: ranks)
      }
    #else
      StatisticsLoops.countLess(values, count, into: ranks)
    #endif
  }
}
