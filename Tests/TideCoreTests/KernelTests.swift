import TestSupport
import Testing

@testable import TideCore

/// Each kernel against the plainest loop, on every level this machine has; levels agree bit for bit.
@Suite("Kernels")
struct KernelTests {
  static let levels = CPULevel.allCases.filter { $0.rawValue <= CPULevel.machine.rawValue }

  @Test("the level in use is one of the machine's")
  func level() {
    print("kernels at \(Kernels.current.level.name); the machine runs \(Self.levels.map(\.name))")
    #expect(Self.levels.contains(Kernels.current.level))
    #expect(Kernels(.v4).level.rawValue <= CPULevel.machine.rawValue)
  }

  @Test("unpacking, whole and in part, of every width", arguments: levels)
  func unpack(_ level: CPULevel) {
    var generator = Seed.generator()
    let kernels = Kernels(level)
    for width in 1...32 {
      for count in [256, 257, 300, 924, 1009, 1023, 1024] {
        let top = UInt64(1) << UInt64(width) - 1
        let offsets = (0..<count).map { _ in Int64(UInt64.random(in: 0...top, using: &generator)) }
        var packed = [UInt8](repeating: 0, count: BitPacking.byteCount(count: count, width: width))
        offsets.withUnsafeBufferPointer { words in
          packed.withUnsafeMutableBytes {
            BitPacking.pack(words, subtracting: 0, width: width, into: $0.baseAddress!)
          }
        }
        let base = Int64.random(in: -1_000_000...1_000_000, using: &generator)
        let first = Int.random(in: 0..<count / 16, using: &generator) * 16
        let end = Int.random(in: first...count, using: &generator)
        var integers = [Int64](repeating: -1, count: count)
        var doubles = [Double](repeating: -1, count: count)
        var decimals = doubles
        packed.withUnsafeBytes { packed in
          let source = packed.baseAddress!
          kernels.unpack(source, from: first, to: end, width: width, base: base, into: &integers)
          kernels.unpack(source, from: first, to: end, width: width, base: base, into: &doubles)
          kernels.unpack(source, from: first, to: end, width: width, base: base, power: 1000, into: &decimals)
          let sum = offsets[first..<end].reduce(UInt64(0)) { $0 &+ UInt64($1) }
          #expect(kernels.unpackedSum(source, from: first, to: end, width: width) == sum)
        }
        for place in 0..<count {
          let isInside = (first..<end).contains(place)
          #expect(integers[place] == (isInside ? base + offsets[place] : -1), "seed \(Seed.value) width \(width)")
          #expect(doubles[place] == (isInside ? Double(base + offsets[place]) : -1))
          #expect(decimals[place] == (isInside ? Double(base + offsets[place]) / 1000 : -1))
        }
      }
    }
  }

  @Test("sums, extremes, additions and counts", arguments: levels)
  func scans(_ level: CPULevel) {
    var generator = Seed.generator()
    let kernels = Kernels(level)
    for count in [1, 2, 7, 8, 9, 31, 32, 33, 100, 462, 1024, 5000] {
      let values = (0..<count).map { _ in Double.random(in: -1e6...1e6, using: &generator) }
      let whole = values.map { $0.rounded() }
      #expect(kernels.sum(whole, count) == whole.reduce(0, +))
      #expect(kernels.sum(values, count).bitPattern == Kernels(.baseline).sum(values, count).bitPattern)
      let (least, greatest) = kernels.extremes(values, count)
      #expect(least == values.min() && greatest == values.max())
      let start = (0..<count).map { _ in Double.random(in: -10...10, using: &generator) }
      var sums = start
      kernels.add(values, count, to: &sums)
      #expect(sums == zip(start, values).map(+))
      sums = start
      kernels.add(values, count, times: 0.3, to: &sums)
      // A fused multiplication would round once.
      #expect(sums == zip(start, values).map { $0 + ($1 * 0.3) })
      sums = start
      kernels.add(2.5, count, to: &sums)
      #expect(sums == start.map { $0 + 2.5 })
      var counts = (0..<count).map(Int64.init)
      kernels.addAbove(values, count, threshold: 1000, to: &counts)
      kernels.increment(&counts, count)
      #expect(counts == (0..<count).map { Int64($0) + (values[$0] > 1000 ? 2 : 1) })
      let places = (0..<count).map { _ in Int32.random(in: 0..<Int32(count), using: &generator) }
      let groups = (0..<count).map { _ in Int32.random(in: 0..<9, using: &generator) }
      var grouped = [Double](repeating: 0, count: 9)
      kernels.gatherAdd(whole, columns: places.map { $0 + 5 }, groups: groups, count, shift: 5, to: &grouped)
      for group in 0..<9 {
        let members = (0..<count).filter { Int(groups[$0]) == group }
        #expect(grouped[group] == members.reduce(0) { $0 + whole[Int(places[$1])] })
      }
    }
  }

  @Test("order statistics are those of the sorted values", arguments: levels)
  func quantiles(_ level: CPULevel) {
    var generator = Seed.generator()
    for round in 0..<400 {
      let count = Int.random(in: 1...900, using: &generator)
      let values = (0..<count).map { _ -> Double in
        switch round % 5 {
        case 0: return Double.random(in: 0...100, using: &generator)
        case 1: return Double(Int.random(in: 0...5, using: &generator))
        case 2: return 7
        case 3: return exp2(Double.random(in: -300...300, using: &generator))
        default:
          return Int.random(in: 0..<50, using: &generator) == 0 ? 1e9 : Double.random(in: 0...1e-9, using: &generator)
        }
      }
      let ranks = (0..<6).map { _ in Int.random(in: 0..<count, using: &generator) }.sorted()
      var found = [Double](repeating: 0, count: ranks.count)
      var scratch = [Double](repeating: 0, count: 2 * count + 2)
      var bins = [Int32](repeating: 9, count: QuantileLoops.binRoom)
      Kernels(level).select(
        values, count, scratch: &scratch, bins: &bins, ranks: ranks, ranks.count, into: &found)
      let sorted = values.sorted()
      #expect(found == ranks.map { sorted[$0] }, "seed \(Seed.value) round \(round)")
    }
  }

  @Test("sums of some, moments and ranks are those of plain loops, at equal bits on all levels")
  func statistics() {
    var generator = Seed.generator()
    for count in [0, 1, 7, 8, 15, 16, 17, 63, 64, 65, 153, 462, 1000] {
      // Whole numbers: every order of adding gives the same sum.
      let values = (0..<count).map { _ in Double(Int.random(in: -500...500, using: &generator)) }
      let bits = (0..<count / 64 + 1).map { _ in UInt64.random(in: .min ... .max, using: &generator) }
      let isThere = (0..<count).map { bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
      let chosen = (0..<count).filter { isThere[$0] }.map { values[$0] }
      let holed = (0..<count).map { isThere[$0] ? values[$0] : .nan }
      let noise = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
      var first: [UInt64]?
      for level in Self.levels {
        let kernels = Kernels(level)
        #expect(kernels.sum(holed, count, where: bits) == chosen.reduce(0, +), "\(level) seed \(Seed.value)")
        let moments = kernels.moments(values, count, about: 3)
        #expect(moments.first == values.reduce(0) { $0 + ($1 - 3) })
        #expect(moments.second == values.reduce(0) { $0 + ($1 - 3) * ($1 - 3) })
        var ranks = [Int64](repeating: -1, count: count)
        kernels.countLess(holed, count, into: &ranks)
        #expect(ranks == holed.map { value in Int64(holed.count { $0 < value }) })
        let uneven = kernels.moments(noise, count, about: 0.1)
        let found = [kernels.sum(noise, count, where: bits), uneven.first, uneven.second].map(\.bitPattern)
        #expect(first ?? found == found, "\(level) seed \(Seed.value)")
        first = found
      }
    }
  }

  private func exp2(_ exponent: Double) -> Double {
    Double(sign: .plus, exponent: Int(exponent), significand: 1 + exponent.magnitude.truncatingRemainder(dividingBy: 1))
  }

  @Test("predictions agree on all levels, in whole and in part, whatever the operands")
  func predictions() {
    var generator = Seed.generator()
    let tables = DerivedTables.all
    for round in 0..<300 {
      let operands = (0..<7 * 1024).map { _ -> Double in
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return [0, -0.0, .nan, .infinity, -5, 1e300, 1e-300].randomElement(using: &generator)!
        case 1...4: return Double(Int.random(in: 0...30, using: &generator))
        default: return Double(Int.random(in: 0...900_000, using: &generator)) / 10
        }
      }
      let rule = PredictionRule.allCases[round % PredictionRule.allCases.count]
      let isSignificant = Bool.random(using: &generator)
      let digits = isSignificant ? Int.random(in: 1...15, using: &generator) : Int.random(in: 0...8, using: &generator)
      let (scales, starts) = tables.rounding(isSignificant ? .significant(digits) : .decimals(digits))
      let residuals: [Int64]? =
        round % 3 == 0 ? nil : (0..<1024).map { _ in Int64.random(in: -900...900, using: &generator) }
      func predicted(_ level: CPULevel, _ cells: Range<Int>) -> [UInt64] {
        var room = [Double](repeating: 0, count: 3 * 1024)
        operands.withUnsafeBufferPointer { operands in
          room.withUnsafeMutableBufferPointer { room in
            let wholes = room.baseAddress!
            let poisson = tables.poisson(rule, isWide: round % 2 == 0)
            Kernels(level).predict(
              rule: rule.rawValue, factor: 1000, z: 1.96, reference: 1.959963984540054, poisson: poisson,
              scales: scales, starts: starts, operands: operands.baseAddress!, stride: 1024, from: cells.lowerBound,
              to: cells.upperBound, wholes: wholes, powers: wholes + 1024)
            Kernels(level).numbers(
              rule: rule.rawValue, factor: 1000, z: 1.96, reference: 1.959963984540054, poisson: poisson,
              scales: scales, starts: starts, residuals: residuals, operands: operands.baseAddress!, stride: 1024,
              from: cells.lowerBound, to: cells.upperBound, into: wholes + 2048)
          }
        }
        for cell in cells {
          let number = (room[cell] + Double(residuals?[cell] ?? 0)) / room[1024 + cell]
          #expect(number.bitPattern == room[2048 + cell].bitPattern, "\(level) \(rule) seed \(Seed.value)")
        }
        return cells.map { room[2048 + $0].bitPattern }
      }
      let all = predicted(.baseline, 0..<1000)
      for level in Self.levels {
        #expect(predicted(level, 0..<1000) == all, "\(level) \(rule) seed \(Seed.value) round \(round)")
        #expect(predicted(level, 496..<801) == Array(all[496..<801]), "\(level) \(rule) seed \(Seed.value)")
      }
    }
  }
}
