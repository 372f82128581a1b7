/// How many of a standard population are in each age band.
public struct StandardPopulation: Sendable, Hashable {
  /// One band of it.
  public struct Band: Sendable, Hashable {
    /// Its ages.
    public let ages: AgeRange
    /// How many of the standard population are of these ages, at least 0.
    public let weight: Double
  }

  /// What it is called.
  public let name: String
  /// Its bands, from the youngest.
  public let bands: [Band]

  /// The European Standard Population of 2013, 100,000 people in 19 bands.
  ///
  /// Source: Eurostat 2013, Revision of the European Standard Population; facts section 2.
  public static let esp2013 = StandardPopulation(
    name: "European Standard Population 2013",
    bands: [
      5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
    ].enumerated().map { index, weight in
      Band(ages: AgeRange(from: 5 * index, through: index == 18 ? nil : 5 * index + 4), weight: weight)
    })

  private init(name: String, bands: [Band]) {
    self.name = name
    self.bands = bands
  }

  /// A standard population of named bands.
  /// - Throws: ``Obstacle`` for a name that is no age band, bands that overlap, or a weight that is negative or not finite.
  public init(name: String, weights: [(band: String, weight: Double)]) throws(Obstacle) {
    var bands: [Band] = []
    for (band, weight) in weights {
      guard let ages = AgeRange(band) else { throw Obstacle("not an age band: \(band)") }
      guard weight >= 0, weight.isFinite else { throw Obstacle("the weight of \(band) is negative or not a number") }
      bands.append(Band(ages: ages, weight: weight))
    }
    bands.sort { $0.ages.from < $1.ages.from }
    for (younger, older) in zip(bands, bands.dropFirst()) where !younger.ages.isBelow(older.ages) {
      throw Obstacle("the bands \(younger.ages.text) and \(older.ages.text) of \(name) overlap")
    }
    self.init(name: name, bands: bands)
  }

  /// The weight of each band of some data, found by its name and never by its place.
  ///
  /// `0-4`, `00-04`, `0 to 4` and `0-4 yrs` are one band. A band that several of the standard's make up exactly, such as
  /// `85+` of `85-89` and `90+`, weighs as much as they do together.
  /// - Parameter names: of the data's bands, in any order, each once. Bands the data do not have are left out of the standard.
  /// - Throws: ``Obstacle`` naming a band that is none, is there twice, or does not fit the standard's.
  /// - Complexity: O(bands of the data × bands of the standard).
  public func weights(for names: [String]) throws(Obstacle) -> [Double] {
    var used = Set<Int>()
    var weights: [Double] = []
    for name in names {
      guard let ages = AgeRange(name) else { throw Obstacle("not an age band: \(name)") }
      let inside = bands.indices.filter { ages.contains(bands[$0].ages) }
      guard let first = inside.first, let last = inside.last, bands[first].ages.from == ages.from,
        bands[last].ages.through == ages.through
      else { throw Obstacle("the age band \(name) does not fit the bands of the \(self.name)") }
      guard used.isDisjoint(with: inside) else { throw Obstacle("the age band \(name) is there twice") }
      used.formUnion(inside)
      weights.append(inside.reduce(0) { $0 + bands[$1].weight })
    }
    return weights
  }
}
