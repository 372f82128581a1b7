/// Finds the model that leaves least of a measure, judged on a sample of a panel's cells.
///
/// Counts that were rounded after the limits were computed simply predict badly; no other count is ever tried.
struct ModelChoice {
  /// Cells a candidate is judged on.
  private static let sampleSize = 48
  /// A residual of more bits than this saves too little to be worth the decoding.
  private static let mostBits = 20

  private let measure: Int
  private let count: Int
  /// The sample's numbers, and its operands by column of `sampleSize`.
  private let numbers: [Double]
  private let operands: [Double]
  private let has: [Bool]

  /// Samples a measure and whatever stands beside it.
  init(_ measure: Int, values: [Double], present: [Bool], operands: DerivedOperands) {
    self.measure = measure
    let columns = operands.columns
    let has = columns.map { !$0.values.isEmpty }
    var cells: [Int] = []
    let step = max(1, values.count / (4 * Self.sampleSize))
    var cell = 0
    while cell < values.count, cells.count < Self.sampleSize {
      let isWhole = present[cell] && columns.indices.allSatisfy { !has[$0] || columns[$0].present[cell] }
      if isWhole { cells.append(cell) }
      cell += step
    }
    var sampled = [Double](repeating: 0, count: PanelColumn.measures * Self.sampleSize)
    for (place, cell) in cells.enumerated() {
      for column in columns.indices where has[column] {
        sampled[column * Self.sampleSize + place] = columns[column].values[cell]
      }
    }
    self.has = has
    self.operands = sampled
    numbers = cells.map { values[$0] }
    count = cells.count
  }

  /// The best model for the measure; nil where none predicts it.
  func best() -> DerivedModel? {
    guard count > 0 else { return nil }
    let there = has.indices.reduce(UInt8(0)) { has[$1] ? $0 | 1 << UInt8($1) : $0 }
    var best: DerivedModel?
    var fewest = Self.mostBits * count
    for printing in printings() {
      for candidate in candidates(printing) where candidate.rule.operandBits & ~there == 0 {
        let bits = cost(candidate, below: fewest)
        if bits < fewest { (best, fewest) = (candidate, bits) }
        if bits == 0 { return best }
      }
    }
    return best
  }

  private func candidates(_ printing: DerivedModel.Printing) -> [DerivedModel] {
    if measure == 0 {
      return multiplier(of: numbers).map { [DerivedModel(rule: .ratio, multiplier: $0, printing: printing)] } ?? []
    }
    let isUpper = measure == 2 || measure == 4
    let isWide = measure >= 3
    let deviates = isWide ? DerivedModel.deviates998 : DerivedModel.deviates95
    var models: [DerivedModel] = []
    if let multiplier = multiplier(of: column(0)) {
      let rules: [PredictionRule] =
        isUpper ? [.wilsonUpper, .byarUpper, .poissonUpper] : [.wilsonLower, .byarLower, .poissonLower]
      for deviate in deviates {
        models += rules.map { DerivedModel(rule: $0, multiplier: multiplier, deviate: deviate, printing: printing) }
      }
    }
    guard measure != 1 else { return models }
    for reference in DerivedModel.deviates95 {
      for deviate in isWide ? deviates : [reference] {
        for rule in [isUpper ? PredictionRule.dobsonUpper : .dobsonLower, isUpper ? .mirroredUpper : .scaledLower] {
          models.append(DerivedModel(rule: rule, deviate: deviate, reference: reference, printing: printing))
        }
      }
    }
    return models
  }

  private func column(_ measure: Int) -> [Double] {
    has[measure] ? Array(operands[measure * Self.sampleSize..<measure * Self.sampleSize + count]) : []
  }

  /// The power of ten nearest to value / (count / denominator), if the sample's middle one is near one.
  private func multiplier(of values: [Double]) -> Int? {
    guard has[5], has[6], !values.isEmpty else { return nil }
    let counts = column(5)
    let totals = column(6)
    let ratios = values.indices.filter { counts[$0] > 0 && values[$0] > 0 && totals[$0] > 0 }
      .map { values[$0] * totals[$0] / counts[$0] }.sorted()
    guard !ratios.isEmpty else { return nil }
    let middle = ratios[ratios.count / 2]
    // Standardised rates lie within a factor of two of the crude one.
    return (0...9).first { middle > 0.5 * DerivedTables.all.powers[$0] && middle < 2 * DerivedTables.all.powers[$0] }
  }

  /// Fixed decimals and significant digits that the whole sample fits, the likelier first.
  private func printings() -> [DerivedModel.Printing] {
    var places = 0
    var digits = 1
    for number in numbers where number != 0 {
      guard let least = DecimalScale.leastExponent(of: Int64(bitPattern: number.bitPattern)) else { continue }
      places = max(places, least)
      digits = max(digits, least + Self.digitsBeforePoint(number.magnitude))
    }
    let fixed: [DerivedModel.Printing] = places <= 15 ? [.decimals(places)] : []
    // Longer ones than 15 digits are no decimals that were printed, but quotients.
    return places > 5 ? [.significant(min(max(digits, 1), 15))] + fixed : fixed
  }

  private static func digitsBeforePoint(_ size: Double) -> Int {
    var before = 1
    if size >= 1 {
      while before < 16, size >= DerivedTables.all.powers[before] { before += 1 }
    } else {
      while before > -7, size * DerivedTables.all.powers[1 - before] < 1 { before -= 1 }
    }
    return before
  }

  /// Bits the sample's residuals take together, or some number of bits that is too many.
  private func cost(_ model: DerivedModel, below most: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Self.sampleSize) { room in
      let wholes = room.baseAddress!
      let scales = wholes + Self.sampleSize
      return operands.withUnsafeBufferPointer { operands in
        model.predict(
          operands.baseAddress!, stride: Self.sampleSize, cells: 0..<count, wholes: wholes, powers: scales)
        var bits = 0
        for place in 0..<count where bits < most {
          let word = Int64(bitPattern: numbers[place].bitPattern)
          guard let residual = DerivedCodec.residual(word, wholes[place], scales[place]) else {
            bits += 80
            continue
          }
          bits += residual == 0 ? 0 : 65 - residual.magnitude.leadingZeroBitCount
        }
        return bits
      }
    }
  }
}
