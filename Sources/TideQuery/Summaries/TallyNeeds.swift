/// What has to be added up of each group for some measures.
struct TallyNeeds: OptionSet {
  let rawValue: Int

  /// How many figures there are, with a value or without.
  static let presence = TallyNeeds(rawValue: 1)
  /// How many values, and their sum.
  static let values = TallyNeeds(rawValue: 2)
  /// The least and the greatest value.
  static let extremes = TallyNeeds(rawValue: 4)
  static let counts = TallyNeeds(rawValue: 8)
  static let denominators = TallyNeeds(rawValue: 16)
  /// Count and denominator of the figures that have both.
  static let pairs = TallyNeeds(rawValue: 32)
  /// What keeps a rate from being made.
  static let rate = TallyNeeds(rawValue: 64)
  /// Sums over the points of a line.
  static let line = TallyNeeds(rawValue: 128)
  /// All values.
  static let lists = TallyNeeds(rawValue: 256)
  /// Values against their benchmark's.
  static let comparisons = TallyNeeds(rawValue: 512)
  static let verdicts = TallyNeeds(rawValue: 1024)
  /// Where the least and the greatest value are.
  static let places = TallyNeeds(rawValue: 2048)

  /// What adds people up.
  static let sums: TallyNeeds = [.counts, .denominators, .pairs]

  /// What a summary of the figures has.
  static let summaries: TallyNeeds = [.values, .extremes, .counts, .denominators]

  init(rawValue: Int) { self.rawValue = rawValue }

  /// What some measures need.
  init(_ measures: [Summary.Measure]) {
    self = measures.reduce(into: []) { needs, measure in
      switch measure {
      case .figures: if !measures.contains(.slope) { needs.formUnion(.values) }
      case .mean: needs.formUnion(.values)
      case .missing: needs.formUnion([.presence, .values])
      case .count: needs.formUnion(.counts)
      case .denominator: needs.formUnion(.denominators)
      case .pooled: needs.formUnion(.pairs)
      case .rate: needs.formUnion([.presence, .pairs, .rate])
      case .min, .max: needs.formUnion(.extremes)
      case .minArea, .maxArea: needs.formUnion(.places)
      case .median, .percentile: needs.formUnion(.lists)
      case .slope: needs.formUnion(.line)
      case .compared, .above, .below: needs.formUnion(.comparisons)
      case .judged: needs.formUnion(.verdicts)
      }
    }
  }
}
