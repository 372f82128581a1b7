import Foundation
import Testing

/// The pages that the program writes, of the datasets.
enum PageUnderTest: String, CaseIterable, CustomTestStringConvertible {
  case report, comparison, ranking

  var testDescription: String { rawValue }

  /// The page's text, made once.
  var html: String { get throws { try Self.made[self]?.get() ?? "" } }

  private var arguments: [String] {
    switch self {
    case .report: ["report"]
    case .comparison: ["compare", "--format", "html"]
    case .ranking: ["rank", "90284", "--sex", "persons", "--format", "html"]
    }
  }

  private static let made = Dictionary(
    uniqueKeysWithValues: allCases.map { page in
      let text = Result<String, any Error> {
        let outcome = try BinaryUnderTest.run(page.arguments, store: try DatasetsStore.url)
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
      }
      return (page, text)
    })
}
