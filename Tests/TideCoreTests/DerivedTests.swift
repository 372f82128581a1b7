import TestSupport
import Testing

@testable import TideCore

/// Published figures are predicted from their counts at the printed precision, and always come back.
@Suite("Derived columns")
struct DerivedTests {
  enum Kind: CaseIterable { case proportion, rate, poisson, standardised, mean }
  enum Printing: CaseIterable { case one, five, ten, fifteen }

  private static func printed(_ number: Double, _ printing: Printing) -> Double {
    switch printing {
    case .one: Published.decimals(number, 1)
    case .five: Published.decimals(number, 5)
    case .ten: Published.significant(number, 10)
    case .fifteen: Published.significant(number, 15)
    }
  }

  /// The exact Poisson limits of 0 to 9 events, as printed by SciPy: `chi2.ppf(0.025, 2 * x) / 2` and the upper ones.
  private static let exact95: [(Double, Double)] = [
    (0, 3.688879454113936), (0.0253178079842899, 5.571643390938898), (0.24220927854396507, 7.22468766772396),
    (0.6186721228956015, 8.767273069742323), (1.089865373626325, 10.241588675403694),
    (1.623486390118421, 11.66833207932267), (2.201894253490851, 13.059474022518685),
    (2.814363051519867, 14.422675361702376), (3.4538321767485023, 15.763189220193313),
    (4.115373097378334, 17.084803451419166),
  ]

  private static func panel(_ kind: Kind, _ printing: Printing, z: Double, _ generator: inout SeededGenerator)
    -> SamplePanel
  {
    var panel = SamplePanel(areas: 150, periods: 12)
    let hidden = (0..<panel.cells).map { _ in Int.random(in: 0..<33, using: &generator) == 0 }
    panel.parts.states = hidden.map { $0 ? 2 : 1 }
    let totals = (0..<panel.cells).map { _ in Double(Int.random(in: 900...400_000, using: &generator)) }
    let counts = totals.map { total in
      Double(
        kind == .poisson
          ? Int.random(in: 0...40, using: &generator) : Int.random(in: 0...Int(total / 9), using: &generator))
    }
    let ratios = totals.map { _ in Double.random(in: 0.8...1.2, using: &generator) }
    let factor = kind == .proportion ? 100.0 : 100_000
    func set(_ measure: Int, _ number: (Int) -> Double) {
      panel.set(measure, (0..<panel.cells).map { hidden[$0] ? nil : printed(max(0, number($0)), printing) })
    }
    if kind != .mean { panel.set(5, (0..<panel.cells).map { hidden[$0] ? nil : counts[$0] }) }
    panel.set(6, totals)
    let value = { (cell: Int) -> Double in
      let ratio = counts[cell] / totals[cell] * factor
      return kind == .standardised || kind == .mean ? ratio * ratios[cell] : ratio
    }
    set(0, value)
    for (measure, isUpper, z) in [
      (1, false, z), (2, true, z), (3, false, 3.090232306167813), (4, true, 3.090232306167813),
    ] {
      guard kind != .poisson || measure < 3 else { continue }
      set(measure) { cell in
        let (x, n) = (counts[cell], totals[cell])
        switch kind {
        case .proportion: return (isUpper ? Published.wilson(x, n, z).1 : Published.wilson(x, n, z).0) * factor
        case .rate: return (isUpper ? Published.byar(x, z).1 : Published.byar(x, z).0) / n * factor
        case .poisson:
          let limits = x < 10 ? exact95[Int(x)] : Published.byar(x, z)
          return (isUpper ? limits.1 : limits.0) / n * factor
        case .standardised:
          guard x > 0 else { return isUpper ? 3 / n * factor : 0 }
          let limit = isUpper ? Published.byar(x, z).1 : Published.byar(x, z).0
          return value(cell) + value(cell) / x * 1.03 * (limit - x)
        case .mean: return value(cell) + (isUpper ? 1 : -1) * z * 20 / n.squareRoot()
        }
      }
    }
    return panel
  }

  @Test("limits and values come back, and cost few bits", arguments: Kind.allCases, Printing.allCases)
  func published(_ kind: Kind, _ printing: Printing) throws {
    var generator = Seed.generator()
    for z in [1.96, 1.959963984540054] {
      let panel = Self.panel(kind, printing, z: z, &generator)
      let (bytes, head, _) = panel.encoded()
      #expect(try panel.comesBack(from: bytes, head: head), "seed \(Seed.value)")
      let bits = try bytes.withUnsafeBytes { bytes in
        let image = try PanelImage(bytes, at: head, floor: 64)
        return (0..<5).map { Double(8 * image.byteLength(of: .measure($0))) / Double(panel.cells) }
      }
      // Stored as they are they take 10 to 50 bits each.
      switch kind {
      case .proportion: #expect(bits.allSatisfy { $0 < 2.2 }, "\(printing) \(z): \(bits)")
      case .rate: #expect(bits.allSatisfy { $0 < 3.2 }, "\(printing) \(z): \(bits)")
      case .poisson: #expect(bits[..<3].allSatisfy { $0 < 3.2 }, "\(printing) \(z): \(bits)")
      case .standardised: #expect(printing == .one || bits[2...].allSatisfy { $0 < 9 }, "\(printing) \(z): \(bits)")
      case .mean: #expect(bits[2...].allSatisfy { $0 < 5 }, "\(printing) \(z): \(bits)")
      }
    }
  }

  @Test("counts that contradict the figures leave them as they are")
  func contradictions() throws {
    var generator = Seed.generator()
    for round in 0..<60 {
      var panel = Self.panel(Kind.allCases[round % 5], Printing.allCases[round % 4], z: 1.96, &generator)
      for measure in 0..<7 where !panel.parts.figures[measure].isEmpty {
        for _ in 0..<round {
          let cell = Int.random(in: 0..<panel.cells, using: &generator)
          panel.parts.figures[measure][cell] =
            [0, -0.0, .nan, .infinity, -1e300, .leastNonzeroMagnitude, 9.007199254740993e15, 0.1 + 0.2, 1e16]
            .randomElement(
              using: &generator)!
          if Bool.random(using: &generator) { panel.parts.present[measure][cell].toggle() }
        }
      }
      let (bytes, head, _) = panel.encoded()
      #expect(try panel.comesBack(from: bytes, head: head), "seed \(Seed.value) round \(round)")
    }
  }

  @Test("no model is read that would need itself, or what is coded after it")
  func cycles() {
    for measure in 0..<7 {
      for rule in UInt8(0)...255 {
        let bytes: [UInt8] = [rule, 2, 0x12, 5]
        let model = bytes.withUnsafeBytes { DerivedModel($0, measure: measure) }
        guard let model, let place = DerivedOperands.order.firstIndex(of: measure) else { continue }
        #expect(model.operands.allSatisfy { DerivedOperands.order[..<place].contains($0) })
      }
    }
  }
}
