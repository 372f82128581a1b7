import TideModel
import Testing

@Suite("Statuses")
struct StatusTests {
  // Texts of the national service's list of value notes, each with the status a statistician gives it.
  @Test("value notes become statuses")
  func notes() {
    let expected: [(note: String, withValue: Status, withoutValue: Status)] = [
      // disclosure
      ("Value suppressed for disclosure control due to small count", .none, .suppressed),
      ("Value suppressed to avoid disclosure by differencing", .none, .suppressed),
      ("Disclosure control applied", .none, .suppressed),
      (
        "Value cannot be calculated as disclosure control for small count was applied to one or both components", .none,
        .suppressed
      ),
      (
        "Value presented but numerator and denominator suppressed for disclosure control due to small denominator",
        .none,
        .suppressed
      ),
      ("Value excludes contribution from areas with suppressed values", .none, .suppressed),
      // contextual
      ("Value for Hackney and City of London combined", .none, .notAvailable),
      ("Value based on count rounded to the nearest 5", .none, .notAvailable),
      ("Value was corrected", .revised, .notAvailable),
      ("Data revised after the end of CQUIN scheme", .revised, .notAvailable),
      ("Value based on provisional mortality and population data", .provisional, .notAvailable),
      ("Value based on effective sample size <100", .lowReliability, .notAvailable),
      ("Data has been disputed", .lowReliability, .withdrawn),
      ("Data removed, awaiting new census based population", .none, .withdrawn),
      // estimation
      ("Value estimated", .estimated, .notAvailable),
      ("Value is modelled or synthetic estimate", .estimated, .notAvailable),
      ("Ward value has been estimated from MSOA data", .estimated, .notAvailable),
      ("Value is an underestimate - check Data view > Definitions for details", .estimated, .notAvailable),
      // quality
      ("There is a data quality issue with this value", .lowReliability, .notAvailable),
      ("Interpret with caution - see Notes section in Definitions for details", .lowReliability, .notAvailable),
      ("Value not published for data quality reasons", .none, .notAvailable),
      // missing
      ("Value missing", .none, .notAvailable),
      ("Value missing in source data", .none, .notAvailable),
      ("Value not available as there is no state-funded secondary school in this area", .none, .notAvailable),
      // geographic, methodological
      ("Aggregated from all known lower geography values", .none, .notAvailable),
      ("Value not calculated due to ONS best fit ward methods", .none, .notAvailable),
      ("", .none, .notAvailable),
    ]
    for (note, withValue, withoutValue) in expected {
      #expect(Status.of(note: note, hasValue: false) == withoutValue, "\(note), without a value")
      if !note.hasPrefix("Value not published") {
        #expect(Status.of(note: note, hasValue: true) == withValue, "\(note), with a value")
      }
    }
  }

  @Test("a figure with a value never gets a status that says there is none, nor the other way round")
  func presence() {
    for note in ["suppressed", "not applicable", "withdrawn", "disclosure too small", "missing", "x", ""] {
      #expect(!Status.of(note: note, hasValue: true).isAbsence, "\(note)")
      #expect(Status.of(note: note, hasValue: false).isAbsence, "\(note)")
    }
  }

  // The symbols of the Government Analysis Function's guidance on symbols in tables.
  @Test("markers read back, in brackets or not")
  func markers() {
    for (marker, status) in [
      ("[b]", .seriesBreak), ("[c]", .suppressed), ("[e]", .estimated), ("[er]", .error), ("[f]", .forecast),
      ("[low]", .low), ("[p]", .provisional), ("[r]", .revised), ("[u]", .lowReliability), ("[w]", .withdrawn),
      ("[x]", .notAvailable), ("[z]", .notApplicable),
    ] as [(String, Status)] {
      #expect(Status(marker: marker) == status)
      #expect(Status(marker: " \(marker.uppercased()) ") == status)
      #expect(Status(marker: marker.dropFirst().dropLast()) == status)
    }
    for status in Status.allCases { #expect(Status(marker: status.meaning) == status) }
    #expect(Status(marker: "  ") == Status.none)
    for text in ["[]", "[c", "q", "[[c]]", "c r", "0"] { #expect(Status(marker: text) == nil, "\(text)") }
  }
}
