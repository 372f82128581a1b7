/// The family of codes an area belongs to: the third key of a panel.
///
/// It is read from the code, not from the label a file gives: Birmingham is E08000025 under `County & UA (pre 4/19)`,
/// `Counties & UAs (from Apr 2023)` and `District` alike, and its figures are one series. Raw values are stored on disk.
public enum AreaClass: UInt8, CaseIterable, Hashable, Sendable {
  /// England and other countries: E92, K, N92, S92, W92.
  case country = 1
  /// Regions, E12, and the public-health centres and regions that stood in for them.
  case region = 2
  /// Counties, unitary authorities, districts and boroughs: E06 to E10, and their like in Wales and Scotland.
  case authority = 3
  /// Integrated care boards, E54.
  case integratedCareBoard = 4
  /// Sub-ICB locations and the clinical commissioning groups before them, E38.
  case subICB = 5
  /// Middle-layer super output areas, E02.
  case msoa = 6
  /// Lower-layer super output areas, E01.
  case lsoa = 7
  /// Electoral wards, E05.
  case ward = 8
  /// General practices: a letter and five digits.
  case practice = 9
  /// Primary care networks: U and five digits.
  case primaryCareNetwork = 10
  /// Combined authorities, E47.
  case combinedAuthority = 11
  /// NHS trusts: R and two characters.
  case trust = 12
  /// NHS regions and sub-regions, E40 and E39; cancer alliances, E56.
  case nhsRegion = 13
  /// Parliamentary constituencies, E14.
  case constituency = 14
  /// Everything else: classifications, local groupings, unknown codes.
  case other = 15

  /// The class of a GSS or ODS code.
  public init(code: some StringProtocol) {
    let bytes = Array(code.utf8.prefix(10))
    func isDigit(_ index: Int) -> Bool { index < bytes.count && (48...57).contains(bytes[index]) }
    let isGSS = bytes.count == 9 && (1...8).allSatisfy(isDigit)
    guard let letter = bytes.first, isGSS else {
      self = Self.ofODS(bytes)
      return
    }
    let entity = (Int(bytes[1]) - 48) * 10 + Int(bytes[2]) - 48
    switch (letter, entity) {
    case (UInt8(ascii: "E"), 1): self = .lsoa
    case (UInt8(ascii: "E"), 2): self = .msoa
    case (UInt8(ascii: "E"), 5): self = .ward
    case (UInt8(ascii: "E"), 6...10), (UInt8(ascii: "W"), 6), (UInt8(ascii: "S"), 12), (UInt8(ascii: "N"), 9):
      self = .authority
    case (UInt8(ascii: "E"), 12), (UInt8(ascii: "E"), 45): self = .region
    case (UInt8(ascii: "E"), 14): self = .constituency
    case (UInt8(ascii: "E"), 38): self = .subICB
    case (UInt8(ascii: "E"), 39), (UInt8(ascii: "E"), 40), (UInt8(ascii: "E"), 56): self = .nhsRegion
    case (UInt8(ascii: "E"), 47): self = .combinedAuthority
    case (UInt8(ascii: "E"), 54): self = .integratedCareBoard
    case (_, 92), (UInt8(ascii: "K"), _): self = .country
    default: self = .other
    }
  }

  /// ODS codes: practices (A81002), networks (U12345), trusts (RRK, RXT01).
  private static func ofODS(_ bytes: [UInt8]) -> AreaClass {
    guard let letter = bytes.first, (65...90).contains(letter) else { return .other }
    let digits = bytes.dropFirst().allSatisfy { (48...57).contains($0) }
    if bytes.count == 6, digits { return letter == UInt8(ascii: "U") ? .primaryCareNetwork : .practice }
    if bytes.count == 3, letter == UInt8(ascii: "R") { return .trust }
    return .other
  }
}

/// A set of areas that are ranked and pooled together.
///
/// Types are masks over classes: an upper-tier ranking takes counties, unitary authorities, metropolitan districts and
/// London boroughs; a lower-tier one leaves the counties out and takes the districts in. Birmingham is in both.
public enum AreaType: String, CaseIterable, Hashable, Sendable {
  case country
  case region
  /// Counties and unitary authorities: E06, E08, E09, E10.
  case upperTier = "upper-tier"
  /// Districts and unitary authorities: E06, E07, E08, E09.
  case lowerTier = "lower-tier"
  case integratedCareBoard = "icb"
  case subICB = "sub-icb"
  case msoa
  case lsoa
  case ward
  case practice
  case primaryCareNetwork = "pcn"
  case combinedAuthority = "combined-authority"
  case trust
  case nhsRegion = "nhs-region"
  case constituency
  case other

  /// The class whose panels hold areas of this type.
  public var areaClass: AreaClass {
    switch self {
    case .country: .country
    case .region: .region
    case .upperTier, .lowerTier: .authority
    case .integratedCareBoard: .integratedCareBoard
    case .subICB: .subICB
    case .msoa: .msoa
    case .lsoa: .lsoa
    case .ward: .ward
    case .practice: .practice
    case .primaryCareNetwork: .primaryCareNetwork
    case .combinedAuthority: .combinedAuthority
    case .trust: .trust
    case .nhsRegion: .nhsRegion
    case .constituency: .constituency
    case .other: .other
    }
  }

  /// Whether an area with this code is of this type.
  public func contains(code: some StringProtocol) -> Bool {
    guard AreaClass(code: code) == areaClass else { return false }
    switch self {
    case .upperTier: return !code.hasPrefix("E07")
    case .lowerTier: return !code.hasPrefix("E10")
    default: return true
    }
  }

  /// The type an area is ranked in unless told otherwise: the upper tier for all authorities but districts.
  public static func usual(forCode code: some StringProtocol) -> AreaType {
    let areaClass = AreaClass(code: code)
    if areaClass == .authority { return code.hasPrefix("E07") ? .lowerTier : .upperTier }
    return allCases.first { $0.areaClass == areaClass } ?? .other
  }

  /// What an area of this type is called in output.
  public var title: String {
    switch self {
    case .country: "Country"
    case .region: "Region"
    case .upperTier: "County & UA"
    case .lowerTier: "District & UA"
    case .integratedCareBoard: "ICB"
    case .subICB: "Sub-ICB location"
    case .msoa: "MSOA"
    case .lsoa: "LSOA"
    case .ward: "Ward"
    case .practice: "GP practice"
    case .primaryCareNetwork: "PCN"
    case .combinedAuthority: "Combined authority"
    case .trust: "NHS trust"
    case .nhsRegion: "NHS region"
    case .constituency: "Constituency"
    case .other: "Other"
    }
  }

  /// A type by its name on the command line, its title, or any label of a published file; nil when unknown.
  public init?(name: String) {
    let key = Vocabulary.key(name)
    if let exact = Self.allCases.first(where: { Vocabulary.key($0.rawValue) == key || Vocabulary.key($0.title) == key })
    {
      self = exact
      return
    }
    switch true {
    case key.isEmpty: return nil
    case key == "england": self = .country
    case key == "utla", key.hasPrefix("countyua"), key.hasPrefix("countiesua"), key == "county", key == "ua":
      self = .upperTier
    case key == "ltla", key.hasPrefix("districtua"), key.hasPrefix("districtsua"), key == "district": self = .lowerTier
    case key.hasPrefix("region"): self = .region
    case key.hasPrefix("icbsublocation"), key.hasPrefix("subicb"), key.hasPrefix("ccg"): self = .subICB
    case key.hasPrefix("icb"): self = .integratedCareBoard
    case key.hasPrefix("middlesuperoutputarea"), key.hasPrefix("msoa"): self = .msoa
    case key.hasPrefix("lowersuperoutputarea"), key.hasPrefix("lsoa"): self = .lsoa
    case key.hasPrefix("gp"): self = .practice
    case key.hasPrefix("ward"), key.hasPrefix("electoralward"): self = .ward
    case key.hasPrefix("combinedauthorit"): self = .combinedAuthority
    default: return nil
    }
  }
}

/// Membership of an area in a larger one, in one of several hierarchies.
public struct AreaParent: Hashable, Sendable {
  /// `region`, `county`, `icb`, `combined-authority`, `country`, `group`.
  public var hierarchy: String
  /// The larger area's code.
  public var code: String
  /// Membership of a parent by its code in the named hierarchy.
  public init(hierarchy: String, code: String) {
    self.hierarchy = hierarchy
    self.code = code
  }
}

/// A place or organisation that figures are published for.
public struct Area: Hashable, Sendable, Identifiable {
  /// GSS or ODS code.
  public var code: String
  /// Name as last published or listed.
  public var name: String
  /// The kind of area in the publisher's or the area list's words; empty when not told.
  public var kind: String
  /// The areas it lies in, by hierarchy.
  public var parents: [AreaParent]
  /// The first day it existed; nil when not told.
  public var validFrom: CalendarDate?
  /// The first day it no longer existed; nil while it exists.
  public var validTo: CalendarDate?
  /// Codes of the areas that took its place.
  public var successors: [String]
  /// Other names it is published under.
  public var aliases: [String]

  /// The code.
  public var id: String { code }

  /// An area of which only code and name are known.
  public init(code: String, name: String, kind: String = "") {
    self.code = code
    self.name = name
    self.kind = kind
    parents = []
    successors = []
    aliases = []
  }

  /// England.
  public static let englandCode = "E92000001"
  /// Birmingham.
  public static let birminghamCode = "E08000025"
}
