import Foundation
import Testing

/// From words to things: what people call them, slips of the pen, themes and priorities.
@Suite struct FindingTests {
  private func find(_ words: String) throws -> (rows: [[String: String]], errors: String) {
    let outcome = try BinaryUnderTest.run(
      ["find", words, "--format", "json"], store: try DatasetsStore.url)
    #expect(outcome.status == 0)
    let rows = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]] ?? []
    return (rows.map { $0.compactMapValues { $0 as? String } }, outcome.errors)
  }

  /// Words that a visitor would use, and what a reader of Datasets/indicators.csv would point to.
  @Test(arguments: [
    ("smoking in pregnancy", "93085"), ("baby deaths", "92196"), ("heart disease deaths", "900201"),
    ("teenage pregnancy", "900304"), ("sight loss", "41203"), ("early diagnosis of cancer", "900101"),
    ("INFANT MORTALITY", "92196"), ("infant-mortality-rate", "92196"), ("injuries children", "90284"),
    ("diabetic", "41203"),
  ])
  func whatPeopleCallThingsIsFound(words: String, id: String) throws {
    let found = try find(words).rows
    #expect(found.contains { $0["id"] == id }, "\(words): \(found)")
  }

  @Test func namesComeBeforeThemesAndDefinitions() throws {
    let places = try find("mental health").rows.filter { $0["kind"] == "indicator" }.map { $0["found_in"] ?? "" }
    #expect(places.first == "name")
    #expect(places.contains("theme"))
    let firstTheme = try #require(places.firstIndex(of: "theme"))
    #expect(!places[firstTheme...].contains("name"))
    #expect(try find("mental health").rows.contains { $0["kind"] == "theme" && $0["name"] == "Mental health" })
  }

  @Test(arguments: [("smokng", "91547"), ("wolverhamtpon", "E08000031"), ("diabetse", "241")])
  func slipsAreForgivenAndTold(words: String, id: String) throws {
    let found = try find(words)
    #expect(found.rows.contains { $0["id"] == id }, "\(found.rows)")
    #expect(found.errors.contains("nothing holds '\(words)'; searched for '"))
  }

  /// Nothing that a user types is a query language.
  @Test(arguments: [
    "\"", "\" OR \"", "name:smoking", "smok* NEAR(", "AND", "OR NOT", "(", "'; DROP TABLE entry; --", "-", "^",
    "\u{0}x", "{c0}:a",
  ])
  func searchWordsAreOnlyWords(words: String) throws {
    let outcome = try BinaryUnderTest.run(["find", "--", words], store: try DatasetsStore.url)
    #expect(outcome.status == 0 || outcome.status == 2, "\(outcome.errors)")
    #expect(!outcome.wasKilled)
    #expect(!outcome.errors.contains("SQL") && !outcome.errors.contains("fts5"), "\(outcome.errors)")
  }

  private func indicators(_ arguments: [String]) throws -> Set<String> {
    let outcome = try BinaryUnderTest.run(arguments + ["--format", "tsv"], store: try DatasetsStore.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return Set(outcome.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "\t" }) })
  }

  /// The indicators that Datasets/indicators.csv gives a theme, read without the program; quoted fields do not stand before
  /// the themes' column in any of its rows that have one.
  private func published(theme: String) throws -> Set<String> {
    let file = BinaryUnderTest.packageRoot.appendingPathComponent("Datasets/indicators.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    return Set(lines.filter { $0.contains(theme) }.map { String($0.prefix { $0 != "," }) })
  }

  @Test(arguments: [
    ("cancer", "Cancer outcomes"), ("chronic disease", "Inflammation and chronic disease"),
    ("maternal health", "Maternal health and perinatal mortality"), ("mental-health", "Mental health"),
  ])
  func aPriorityIsItsIndicators(words: String, theme: String) throws {
    let all = try indicators(["compare"])
    let chosen = try indicators(["compare", "--priority", words])
    #expect(!chosen.isEmpty)
    #expect(chosen == all.intersection(try published(theme: theme)))
    #expect(try indicators(["compare", "--theme", theme]) == chosen)
    #expect(try indicators(["profile", "--priority", words]) == chosen)
  }

  @Test func thePrioritiesAreToldWhereNoneIsMeant() throws {
    for option in ["--priority", "--theme"] {
      let outcome = try BinaryUnderTest.run(["compare", option, "quux"], store: try DatasetsStore.url)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("there is no \(option.dropFirst(2)) 'quux'; there are:"))
      #expect(outcome.errors.contains("  Mental health"))
    }
    let none = try BinaryUnderTest.run(["compare", "90284", "--priority", "cancer"], store: try DatasetsStore.url)
    #expect(none.status == 2)
  }

  @Test(arguments: [
    (["trend", "suicide rate", "--sex", "males"], "No figure has the sex 'males'; there are: Female, Male, Persons."),
    (["trend", "900310", "--period", "1950"], "No figure is of the period '1950'; the latest are: 2010, 2011,"),
    (["trend", "92196", "--age", "old"], "No figure has the age 'old'; there are: <1 yr."),
    (["compare", "--category", "hair colour"], "No figure has the category 'hair colour'; there are: "),
    (
      ["trend", "92196", "--area", "E54000052"],
      "Infant mortality rate (92196) has no figures of Surrey Heartlands ICB"
    ),
  ])
  func anEmptyAnswerSaysWhatThereIs(arguments: [String], reason: String) throws {
    let outcome = try BinaryUnderTest.run(arguments, store: try DatasetsStore.url)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
  }
}
