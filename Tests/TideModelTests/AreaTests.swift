import TideModel
import Testing

@Suite("Areas")
struct AreaTests {
  // Entity codes of the ONS Register of Geographic Codes, and ODS codes.
  @Test("codes tell the class")
  func classes() {
    let expected: [(String, AreaClass)] = [
      ("E92000001", .country), ("K02000001", .country), ("W92000004", .country), ("S92000003", .country),
      ("N92000002", .country), ("E12000005", .region), ("E45000016", .region), ("E06000060", .authority),
      ("E07000192", .authority), ("E08000025", .authority), ("E09000001", .authority), ("E10000028", .authority),
      ("W06000015", .authority), ("S12000033", .authority), ("N09000003", .authority),
      ("E54000055", .integratedCareBoard), ("E38000012", .subICB), ("E02001827", .msoa), ("E01008881", .lsoa),
      ("E05011118", .ward), ("E14000564", .constituency), ("E47000007", .combinedAuthority), ("E40000011", .nhsRegion),
      ("E56000010", .nhsRegion), ("A81002", .practice), ("U12345", .primaryCareNetwork), ("RRK", .trust),
      ("", .other), ("E", .other), ("E0800002", .other), ("E080000255", .other), ("e08000025", .other),
      ("England", .other), ("nonsense!", .other), ("👩‍⚕️", .other), ("E13000001", .other),
    ]
    for (code, areaClass) in expected { #expect(AreaClass(code: code) == areaClass, "\(code)") }
  }

  @Test("Birmingham is ranked in both tiers, a county in the upper and a district in the lower only")
  func tiers() {
    for (code, upper, lower, usual) in [
      ("E08000025", true, true, AreaType.upperTier), ("E06000060", true, true, .upperTier),
      ("E09000001", true, true, .upperTier), ("E10000028", true, false, .upperTier),
      ("E07000192", false, true, .lowerTier), ("E12000005", false, false, .region),
    ] {
      #expect(AreaType.upperTier.contains(code: code) == upper, "\(code)")
      #expect(AreaType.lowerTier.contains(code: code) == lower, "\(code)")
      #expect(AreaType.usual(forCode: code) == usual, "\(code)")
    }
    for type in AreaType.allCases {
      #expect(AreaType(name: type.rawValue) == type)
      #expect(AreaType(name: type.title) == type)
    }
  }

  // The labels of corpus/area-types.csv.gz and of the downloads.
  @Test("published labels of area types")
  func labels() {
    for (label, type) in [
      ("County & UA (pre 4/19)", .upperTier), ("Counties & UAs (from Apr 2023)", .upperTier),
      ("Districts & UAs (pre Apr 2019)", .lowerTier), ("England", .country), ("Regions (statistical)", .region),
      ("GPs", .practice), ("MSOA", .msoa), ("LSOA", .lsoa), ("ICB sub-locations", .subICB),
      ("CCGs (from Apr 2021)", .subICB), ("Electoral Wards (2024)", .ward),
      ("Combined authorities", .combinedAuthority),
    ] as [(String, AreaType)] { #expect(AreaType(name: label) == type, "\(label)") }
    #expect(AreaType(name: "") == nil)
    #expect(AreaType(name: "Galaxies") == nil)
  }
}
