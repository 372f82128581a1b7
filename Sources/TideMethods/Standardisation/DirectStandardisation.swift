/// A directly standardised rate with what it was formed of.
public struct DirectlyStandardisedRate: Sendable, Hashable {
  /// The rate and its limits, times the multiplier.
  public let estimate: Estimate
  /// All events; 0 where the bands could not be read.
  public let totalCount: Double
  /// All person-years.
  public let totalPopulation: Double
}

/// Persons of one age band who had so many events each.
public struct RepeatedEvents: Sendable, Hashable {
  /// The position of the band among the populations.
  public let band: Int
  /// How many events each of them had, at least 1.
  public let eventsEach: Double
  /// How many persons; missing counts as 0.
  public let persons: Double?

  /// Persons of a band who had so many events each.
  public init(band: Int, eventsEach: Double, persons: Double?) {
    self.band = band
    self.eventsEach = eventsEach
    self.persons = persons
  }
}

/// Rates as they would be in a standard population.
public enum DirectStandardisation {
  /// Below this many events no rate is given.
  public static let fewestEvents = 10.0

  /// A directly standardised rate, m Σ(xᵢwᵢ/nᵢ)/Σwᵢ, with Dobson's limits on Byar's of the count.
  ///
  /// Var = Σ xᵢ(wᵢ/nᵢ)²/(Σw)², O = Σ xᵢ; limit = rate + m √(Var/O) (Byar's limit of O − O).
  /// Source: Dobson 1991; APHO Technical Briefing 3; facts section 3 (calculate_dsr).
  /// - Parameters:
  ///   - counts: events, one a band; missing counts as 0.
  ///   - populations: person-years, one a band, above 0.
  ///   - weights: standard population, one a band: ``StandardPopulation/weights(for:)`` gives them by name.
  ///   - multiplier: 100,000.
  ///   - confidence: of the limits.
  /// - Returns: an obstacle for fewer than ten events and for missing or impossible input, naming the band by its place.
  /// - Complexity: O(bands).
  public static func rate(
    counts: [Double?], populations: [Double?], weights: [Double], multiplier: Double = 100_000,
    confidence: Confidence = .p95
  ) -> DirectlyStandardisedRate {
    let events = counts.enumerated().map { RepeatedEvents(band: $0, eventsEach: 1, persons: $1) }
    guard counts.count == populations.count else { return without(.lengths) }
    return answer(events, populations, weights, multiplier, confidence, .dobson)
  }

  /// The same where one person may have several events, which are then not independent.
  ///
  /// Var = Σ over persons with f events each of f² xᵢ,f (wᵢ/nᵢ)²/(Σw)²; the events are Σ f xᵢ,f. One band with weight 1 gives a
  /// crude rate with limits adjusted in the same way. Source: facts section 3.
  /// - Parameters:
  ///   - events: persons by band and number of events, in any order.
  ///   - populations: person-years, one a band, above 0.
  ///   - weights: standard population, one a band.
  ///   - multiplier: 100,000.
  ///   - confidence: of the limits.
  /// - Complexity: O(events + bands).
  public static func rate(
    repeated events: [RepeatedEvents], populations: [Double?], weights: [Double], multiplier: Double = 100_000,
    confidence: Confidence = .p95
  ) -> DirectlyStandardisedRate {
    answer(events, populations, weights, multiplier, confidence, .dobsonRepeated)
  }

  /// The rates of many areas at once, all with the bands of one standard.
  /// - Parameters:
  ///   - counts: for each area, one a band.
  ///   - populations: for each area, one a band.
  ///   - weights: standard population, one a band.
  ///   - multiplier: 100,000.
  ///   - confidence: of the limits.
  /// - Returns: one an area, in the order given.
  /// - Complexity: O(areas × bands).
  public static func rates(
    counts: [[Double?]], populations: [[Double?]], weights: [Double], multiplier: Double = 100_000,
    confidence: Confidence = .p95
  ) -> [DirectlyStandardisedRate] {
    counts.indices.map { area in
      rate(
        counts: counts[area], populations: area < populations.count ? populations[area] : [], weights: weights,
        multiplier: multiplier, confidence: confidence)
    }
  }

  private static func without(_ obstacle: Obstacle) -> DirectlyStandardisedRate {
    DirectlyStandardisedRate(estimate: Estimate(obstacle), totalCount: 0, totalPopulation: 0)
  }

  private static func answer(
    _ events: [RepeatedEvents], _ populations: [Double?], _ weights: [Double], _ multiplier: Double,
    _ confidence: Confidence, _ method: IntervalMethod
  ) -> DirectlyStandardisedRate {
    do {
      let sums = try sums(events, populations, weights)
      let estimate = Estimate.of { () throws(Obstacle) in
        try limits(sums, multiplier, confidence, method)
      }
      return DirectlyStandardisedRate(
        estimate: estimate, totalCount: sums.count, totalPopulation: sums.population)
    } catch {
      return without(error)
    }
  }

  /// What the rate and its limits follow from.
  private struct Sums {
    var count = 0.0
    var population = 0.0
    var weight = 0.0
    /// Σ xw/n.
    var weighted = 0.0
    /// Σ f²x(w/n)².
    var squares = 0.0
  }

  private static func sums(
    _ events: [RepeatedEvents], _ populations: [Double?], _ weights: [Double]
  ) throws(Obstacle) -> Sums {
    guard populations.count == weights.count else { throw .lengths }
    guard !weights.isEmpty else { throw Obstacle("no age bands") }
    var sums = Sums()
    var shares: [Double] = []
    for (index, weight) in weights.enumerated() {
      guard let n = populations[index], n > 0, n.isFinite else {
        throw Obstacle("the population of age band \(index + 1) is missing or not above zero")
      }
      guard weight >= 0, weight.isFinite else {
        throw Obstacle("the standard population of age band \(index + 1) is negative or not a number")
      }
      sums.population += n
      sums.weight += weight
      shares.append(weight / n)
    }
    guard sums.weight > 0 else { throw Obstacle("the standard population is zero") }
    for event in events {
      guard shares.indices.contains(event.band) else { throw Obstacle("events of an age band without a population") }
      let persons = event.persons ?? 0
      guard persons >= 0, persons.isFinite, event.eventsEach >= 1, event.eventsEach.isFinite else {
        throw Obstacle("the count of age band \(event.band + 1) is negative or not a number")
      }
      let share = shares[event.band]
      sums.count += event.eventsEach * persons
      sums.weighted += event.eventsEach * persons * share
      sums.squares += event.eventsEach * event.eventsEach * persons * share * share
    }
    return sums
  }

  private static func limits(
    _ sums: Sums, _ multiplier: Double, _ confidence: Confidence, _ method: IntervalMethod
  ) throws(Obstacle) -> Estimate {
    guard sums.count >= fewestEvents else { throw Obstacle("fewer than ten events") }
    let value = try Checked.result(multiplier * sums.weighted / sums.weight)
    let scale = multiplier * (sums.squares / sums.count).squareRoot() / sums.weight
    let interval = Intervals.byar(count: sums.count, z: confidence.z).map {
      Interval(lower: value + scale * ($0.lower - sums.count), upper: value + scale * ($0.upper - sums.count))
    }
    return Estimate(value: value, interval: interval, method: method)
  }
}
