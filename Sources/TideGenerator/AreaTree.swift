import TideModel

/// The areas and how they nest: England, 9 regions, 42 integrated care boards, 153 upper-tier authorities (Birmingham
/// among them), districts inside the counties, small areas inside districts and unitary authorities.
///
/// Names are made up but for England, the regions and Birmingham: no real place is given figures that are not its own
/// by more than that.
struct AreaTree {
  /// One region: its number, name, and how many areas of each kind lie in it, as in England in 2024.
  private struct RegionShape {
    let name: String
    let unitary: Int
    let metropolitan: ClosedRange<Int>?
    let boroughs: Int
    let counties: Int
    let careBoards: Int
  }

  private static let shapes: [RegionShape] = [
    RegionShape(name: "North East", unitary: 7, metropolitan: 32...36, boroughs: 0, counties: 0, careBoards: 2),
    RegionShape(name: "North West", unitary: 8, metropolitan: 1...15, boroughs: 0, counties: 1, careBoards: 5),
    RegionShape(
      name: "Yorkshire and The Humber", unitary: 6, metropolitan: 16...24, boroughs: 0, counties: 0, careBoards: 4),
    RegionShape(name: "East Midlands", unitary: 5, metropolitan: nil, boroughs: 0, counties: 5, careBoards: 5),
    RegionShape(name: "West Midlands", unitary: 4, metropolitan: 25...31, boroughs: 0, counties: 3, careBoards: 6),
    RegionShape(name: "East of England", unitary: 6, metropolitan: nil, boroughs: 0, counties: 5, careBoards: 6),
    RegionShape(name: "London", unitary: 0, metropolitan: nil, boroughs: 33, counties: 0, careBoards: 5),
    RegionShape(name: "South East", unitary: 14, metropolitan: nil, boroughs: 0, counties: 5, careBoards: 6),
    RegionShape(name: "South West", unitary: 13, metropolitan: nil, boroughs: 0, counties: 2, careBoards: 3),
  ]

  /// All areas: England, regions, boards, authorities by code, small areas.
  private(set) var areas: [Area] = []
  /// For each area the places of the areas it is summed into; a district only into its county, for example.
  private(set) var sumsInto: [[Int]] = []
  let regions: Range<Int>
  let careBoards: Range<Int>
  let authorities: Range<Int>
  let msoas: Range<Int>
  /// Places of the upper-tier authorities, ascending.
  let upperTier: [Int]
  /// Authorities that nothing but small areas lies in: unitary ones, districts, and counties where there are no districts.
  let leaves: [Int]
  /// Lived in by about so many thousand people at the start, for each leaf or small area; 0 elsewhere.
  private(set) var thousands: [Double]
  /// From -1, least deprived, to 1, for each authority and small area; 0 elsewhere.
  private(set) var deprivation: [Double]
  /// The tenth of upper-tier authorities, 0 most deprived, for each of `upperTier`.
  private(set) var decile: [Int] = []
  /// Authorities among the fifth with fewest people: their figures are suppressed more often.
  private(set) var isSmall: [Bool]

  init(size: DataSize, seed: UInt64) {
    struct Authority {
      var code: String
      var name: String
      var region: Int
      var careBoard: Int
      var county: Int?
    }
    var upper: [Authority] = []
    var counters = (unitary: 0, borough: 0, county: 0, board: 0)
    for (region, shape) in Self.shapes.enumerated() {
      var members: [Authority] = []
      func add(_ prefix: String, _ number: Int, _ name: String) {
        members.append(
          Authority(code: prefix + Self.padded(number, 6), name: "\(name) \(number)", region: region, careBoard: 0))
      }
      for _ in 0..<shape.unitary {
        counters.unitary += 1
        add("E06", counters.unitary, "Unitary authority")
      }
      for number in shape.metropolitan.map(Array.init) ?? [] { add("E08", number, "Metropolitan district") }
      for _ in 0..<shape.boroughs {
        counters.borough += 1
        add("E09", counters.borough, "London borough")
      }
      for _ in 0..<shape.counties {
        counters.county += 1
        add("E10", counters.county, "County")
      }
      for place in members.indices {
        members[place].careBoard = counters.board + place * shape.careBoards / members.count
        if members[place].code == Area.birminghamCode { members[place].name = "Birmingham" }
      }
      counters.board += shape.careBoards
      upper += members
    }
    let countyList = upper.filter { $0.code.hasPrefix("E10") }
    let districts = (0..<size.districts).map { index in
      let county = index * countyList.count / max(1, size.districts)
      return Authority(
        code: "E07" + Self.padded(index + 1, 6), name: "District \(index + 1)", region: countyList[county].region,
        careBoard: countyList[county].careBoard, county: county)
    }
    let all = (upper + districts).sorted { $0.code < $1.code }
    let placeOfCode = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.code, $0) })

    var england = Area(code: Area.englandCode, name: "England", kind: "England")
    england.parents = []
    areas = [england]
    sumsInto = [[]]
    regions = 1..<1 + Self.shapes.count
    for (index, shape) in Self.shapes.enumerated() {
      var region = Area(code: "E12" + Self.padded(index + 1, 6), name: shape.name, kind: "Regions (statistical)")
      region.parents = [AreaParent(hierarchy: "country", code: Area.englandCode)]
      areas.append(region)
      sumsInto.append([0])
    }
    careBoards = regions.upperBound..<regions.upperBound + counters.board
    for index in 0..<counters.board {
      var board = Area(
        code: "E54" + Self.padded(index + 1, 6), name: "Integrated care board \(index + 1)", kind: "ICBs")
      board.parents = [AreaParent(hierarchy: "country", code: Area.englandCode)]
      areas.append(board)
      sumsInto.append([])
    }
    authorities = careBoards.upperBound..<careBoards.upperBound + all.count
    for authority in all {
      let isDistrict = authority.county != nil
      var area = Area(
        code: authority.code, name: authority.name, kind: isDistrict ? "Districts & UAs" : "Counties & UAs")
      area.parents = [
        AreaParent(hierarchy: "region", code: areas[regions.lowerBound + authority.region].code),
        AreaParent(hierarchy: "icb", code: areas[careBoards.lowerBound + authority.careBoard].code),
      ]
      if let county = authority.county {
        area.parents.append(AreaParent(hierarchy: "county", code: countyList[county].code))
        sumsInto.append([authorities.lowerBound + (placeOfCode[countyList[county].code] ?? 0)])
      } else {
        sumsInto.append([regions.lowerBound + authority.region, careBoards.lowerBound + authority.careBoard])
      }
      areas.append(area)
    }
    let first = authorities.lowerBound
    upperTier = all.indices.filter { all[$0].county == nil }.map { $0 + first }
    leaves = all.indices.filter { size.districts == 0 || !all[$0].code.hasPrefix("E10") }.map { $0 + first }
    let small = size.msoas == 0 ? 0 : max(size.msoas, leaves.count)
    msoas = authorities.upperBound..<authorities.upperBound + small
    thousands = Array(repeating: 0, count: msoas.upperBound)
    deprivation = thousands
    isSmall = Array(repeating: false, count: msoas.upperBound)
    people(seed: seed)
    smallAreas(seed: seed)
    deprive(seed: seed)
  }

  private mutating func people(seed: UInt64) {
    var stream = RandomStream(seed: seed, StreamUse.populations.rawValue)
    for leaf in leaves {
      let code = areas[leaf].code
      let range =
        switch code.prefix(3) {
        case "E07": 55.0...160.0
        case "E10": 500.0...1500.0
        default: 120.0...420.0
        }
      thousands[leaf] = code == Area.birminghamCode ? 1_150 : stream.number(in: range)
    }
    let ordered = leaves.sorted { (thousands[$0], $0) < (thousands[$1], $1) }
    for leaf in ordered.prefix(authorities.count / 5) { isSmall[leaf] = true }
  }

  /// Lays the small areas into the leaves, one into each and the rest in proportion to their people, by cumulative shares.
  private mutating func smallAreas(seed: UInt64) {
    guard !msoas.isEmpty else { return }
    var stream = RandomStream(seed: seed, StreamUse.populations.rawValue, 1)
    let total = leaves.reduce(0) { $0 + thousands[$1] }
    var passed = 0.0
    var made = 0
    for (index, leaf) in leaves.enumerated() {
      passed += thousands[leaf]
      let shared = Int(passed / total * Double(msoas.count - leaves.count))
      let upTo = leaf == leaves.last ? msoas.count : index + 1 + shared
      let count = upTo - made
      for number in 0..<count {
        var area = Area(
          code: "E02" + Self.padded(made + number + 1, 6), name: "\(areas[leaf].name) \(Self.padded(number + 1, 3))",
          kind: "MSOA")
        area.parents = [
          AreaParent(hierarchy: "authority", code: areas[leaf].code), areas[leaf].parents[0],
        ]
        areas.append(area)
        sumsInto.append([leaf])
        thousands[msoas.lowerBound + made + number] = thousands[leaf] / Double(count) * stream.number(in: 0.7...1.3)
      }
      for place in msoas.lowerBound + made..<msoas.lowerBound + upTo { isSmall[place] = place % 5 == 0 }
      made = upTo
    }
  }

  private mutating func deprive(seed: UInt64) {
    var stream = RandomStream(seed: seed, StreamUse.deprivation.rawValue)
    for area in authorities { deprivation[area] = stream.number(in: -1...1) }
    for area in msoas { deprivation[area] = stream.number(in: -1...1) }
    let ranked = upperTier.indices.sorted { (deprivation[upperTier[$0]], $0) > (deprivation[upperTier[$1]], $1) }
    decile = Array(repeating: 0, count: upperTier.count)
    for (rank, index) in ranked.enumerated() { decile[index] = rank * 10 / ranked.count }
  }

  /// Sums a column over all areas from its leaves (or small areas) up: into authorities, boards, regions, England.
  func rollUp(_ column: inout [Double], fromSmallAreas: Bool) {
    if fromSmallAreas { for area in msoas { column[sumsInto[area][0]] += column[area] } }
    for leaf in leaves where areas[leaf].code.hasPrefix("E07") { column[sumsInto[leaf][0]] += column[leaf] }
    for area in upperTier { for parent in sumsInto[area] { column[parent] += column[area] } }
    for region in regions { column[0] += column[region] }
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
