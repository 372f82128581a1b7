import Foundation
import TestSupport
import Testing

/// Answers written to files, shaped, and traced to their sources.
@Suite struct OutputFileTests {
  private func run(_ arguments: String..., in folder: TemporaryFolder? = nil) throws -> BinaryUnderTest.Outcome {
    try BinaryUnderTest.run(arguments, in: folder?.url, store: try DatasetsStore.url)
  }

  private func contents(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  @Test(arguments: [
    ("a.csv", "csv"), ("a.tsv", "tsv"), ("a.json", "json"), ("a.jsonl", "jsonl"), ("a.md", "markdown"),
    ("a.html", "html"), ("a.txt", "table"), ("a", "csv"),
  ])
  func theNameTellsTheFormat(name: String, format: String) throws {
    let folder = try TemporaryFolder()
    let written = try run("rank", "infant mortality", "--output", name, in: folder)
    #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
    #expect(try contents(folder) == [name])
    let printed = try BinaryUnderTest.run(
      ["rank", "infant mortality", "--format", format], store: try DatasetsStore.url,
      environment: ["COLUMNS": "1000", "CLICOLOR_FORCE": "1"])
    #expect(try String(contentsOfFile: folder.path(name), encoding: .utf8) == printed.output)
  }

  @Test func aFileIsReplacedWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    try folder.write("old\n", to: "out.csv")
    #expect(chmod(folder.path("out.csv"), 0o600) == 0)
    #expect(try run("compare", "no such thing", "--output", "out.csv", in: folder).status == 2)
    #expect(try run("compare", "--columns", "nothing", "--output", "out.csv", in: folder).status == 2)
    // A file may not grow beyond a block: the answer does not fit.
    let full = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/bin/sh"),
      ["-c", "ulimit -f 1; exec \"$0\" export --output out.csv", BinaryUnderTest.url.path], in: folder.url,
      environment: BinaryUnderTest.environment(store: try DatasetsStore.url))
    #expect(full.status == 7 && full.errors.contains("cannot write out.csv"), "\(full.errors)")
    #expect(try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8) == "old\n")
    #expect(try contents(folder) == ["out.csv"])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.csv"), withDestinationPath: folder.path("out.csv"))
    #expect(try run("compare", "--output", "link.csv", in: folder).status == 0)
    #expect(try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8) == run("compare").output)
    #expect(try contents(folder) == ["link.csv", "out.csv"])
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("out.csv"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.csv")).hasSuffix("out.csv"))
    let none = try run("compare", "--output", "no/such/folder.csv", in: folder)
    #expect(none.status == 7 && none.errors.contains("no/such/folder.csv") && none.errors.contains("--output"))
  }

  #if os(Linux)
    @Test func anInterruptLeavesNoHalfOfAFile() throws {
      let whole = try run("export").output
      // On a busy machine the file may be done before the interrupt comes, and the program be about to end: then it is whole,
      // and another is written.
      for _ in 0..<200 {
        let folder = try TemporaryFolder()
        let status = try interruptedExport(in: folder)
        let left = try contents(folder)
        #expect(status == 130 || status == 0)
        #expect(left == ["out.csv"] || status == 130 && left.isEmpty, "\(left)")
        if left.isEmpty { return }
        #expect(try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8) == whole)
      }
      Issue.record("no interrupt came before the file was done")
    }

    /// Interrupts an export once it has begun to write.
    /// - Returns: its exit status; nil where it has none.
    private func interruptedExport(in folder: TemporaryFolder) throws -> Int32? {
      let process = Process()
      process.executableURL = BinaryUnderTest.url
      process.arguments = ["export", "--output", "out.csv"]
      process.environment = BinaryUnderTest.environment(store: try DatasetsStore.url)
      process.currentDirectoryURL = folder.url
      process.standardError = FileHandle.nullDevice
      try process.run()
      while process.isRunning, try contents(folder).isEmpty { usleep(500) }
      process.interrupt()
      process.waitUntilExit()
      return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    @Test func devicesAndPipesAreWrittenAsTheyAre() throws {
      #expect(try run("compare", "--output", "/dev/null").status == 0)
      let full = try run("compare", "--output", "/dev/full")
      #expect(full.status == 7 && full.errors.contains("/dev/full"))
    }
  #endif

  /// A store holds nothing but its own files, the newest of which an answer may have taken the place of.
  @Test(arguments: ["store/catalog.sqlite", "store/a.csv", "store/segments/a.tide", "store/./a.csv", "link/a.csv"])
  func nothingIsWrittenIntoAStore(path: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("indicator_id,area_code,period,value\n1,E92000001,2016,3.9\n", to: "a.csv")
    let store = folder.path("store")
    try #require(try BinaryUnderTest.run(["append", file, "--store", store]).status == 0)
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: store)
    let outcome = try BinaryUnderTest.run(["export", "--output", path, "--store", store], in: folder.url)
    #expect(outcome.status == 2 && outcome.errors.contains("lies inside a store"), "\(outcome.errors)")
    #expect(try BinaryUnderTest.run(["verify", "--store", store]).status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path("store/a.csv")))
  }

  /// A link keeps leading where it leads, though nothing is there yet.
  @Test func aLinkToWhatIsNotThereYetIsFollowed() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("far"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: folder.path("out.csv"), withDestinationPath: "far/out.csv")
    #expect(try run("compare", "--output", "out.csv", in: folder).status == 0)
    #expect(try contents(folder) == ["far", "out.csv"])
    #expect(FileManager.default.fileExists(atPath: folder.path("far/out.csv")))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("out.csv")) == "far/out.csv")
  }

  @Test func columnsOrderAndNumberAreThoseAskedFor() throws {
    let all = CSVText.rows(try run("compare").output, ["area", "value", "indicator"])
    let some = try run("compare", "--columns", "area, value,indicator", "--sort", "-value,indicator", "--limit", "7")
    let rows = CSVText.rows(some.output)
    #expect(rows.first == ["area", "value", "indicator"])
    let expected = all.sorted { first, second in
      let (a, b) = (Double(first[1]) ?? -.infinity, Double(second[1]) ?? -.infinity)
      return a != b ? a > b : first[2].lowercased() < second[2].lowercased()
    }
    #expect(Array(rows.dropFirst()) == Array(expected.prefix(7)))
    #expect(some.errors.contains("tidemark: 7 of \(all.count) rows shown."))
    for format in ["table", "csv", "tsv", "json", "jsonl", "markdown", "html"] {
      let errors = try run("compare", "--limit", "3", "--format", format).errors
      #expect(errors.contains("tidemark: 3 of \(all.count) rows shown."), "\(format)")
    }
    #expect(try !run("compare", "--limit", "\(all.count)").errors.contains("rows shown"))
  }

  @Test func anExportIsShapedOnItsWay() throws {
    let whole = CSVText.rows(try run("export", "infant mortality").output, ["period", "area_code"])
    let streamed = try run("export", "infant mortality", "--columns", "period,area_code", "--limit", "10")
    #expect(CSVText.rows(streamed.output).dropFirst() == whole.prefix(10))
    #expect(streamed.errors.contains("10 of \(GroupedText.of(whole.count)) rows shown"))
    let sorted = try run("export", "infant mortality", "--columns", "period,area_code", "--sort=-area_code,period")
    #expect(
      Array(CSVText.rows(sorted.output).dropFirst())
        == whole.sorted { $0[1].lowercased() != $1[1].lowercased() ? $0[1] > $1[1] : $0[0] < $1[0] })
  }

  @Test func wrongNamesAreToldWithNearOnes() throws {
    let outcome = try run("compare", "--columns", "indicator,vlaue")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("tidemark: error: there is no column 'vlaue'; did you mean:\n  value\n"))
    #expect(outcome.errors.contains("The columns are: indicator_id, indicator, area_code"))
    for wrong in [
      ["--sort", "-nothing"], ["--columns", "a,,b"], ["--columns", ""], ["--limit", "0"], ["--output", ""],
    ] {
      #expect(try BinaryUnderTest.run(["compare"] + wrong, store: try DatasetsStore.url).status == 2, "\(wrong)")
    }
    for wrong in [["--bom", "--format", "json"], ["--plain", "--format", "csv"]] {
      #expect(try BinaryUnderTest.run(["compare"] + wrong, store: try DatasetsStore.url).status == 2, "\(wrong)")
    }
  }

  @Test func excelFindsAByteOrderMark() throws {
    let folder = try TemporaryFolder()
    #expect(try run("compare", "--bom", "--output", "a.csv", in: folder).status == 0)
    let bytes = try Data(contentsOf: folder.url.appendingPathComponent("a.csv"))
    #expect(Array(bytes.prefix(3)) == [0xEF, 0xBB, 0xBF])
    #expect(try bytes.dropFirst(3) == Data(run("compare").output.utf8))
  }

  /// Digests by `sha256sum`.
  @Test func provenanceNamesReleaseFilesAndCommand() throws {
    let sum = try BinaryUnderTest.run(
      program: URL(fileURLWithPath: "/usr/bin/env"), ["sha256sum"] + DatasetsStore.files, in: nil,
      environment: BinaryUnderTest.environment())
    let digests = sum.output.split(separator: "\n").map { String($0.prefix(64)) }
    #expect(digests.count == (try DatasetsStore.files).count)
    let arguments = ["rank", "infant mortality", "--provenance"]
    for format in ["table", "csv", "tsv", "json", "jsonl", "markdown", "html"] {
      let outcome = try BinaryUnderTest.run(arguments + ["--format", format], store: try DatasetsStore.url)
      let again = try BinaryUnderTest.run(arguments + ["--format", format], store: try DatasetsStore.url)
      #expect(outcome.output == again.output && outcome.status == 0)
      #expect(digests.allSatisfy { outcome.output.contains($0) }, "\(format)")
      #expect(outcome.output.contains("infant mortality") && outcome.output.contains("tidemark 0."), "\(format)")
    }
    let csv = try run("rank", "infant mortality", "--provenance").output
    #expect(csv.hasPrefix("# Query: tidemark rank 'infant mortality' --provenance\n# Release: 1, published "))
    #expect(csv.hasSuffix(try run("rank", "infant mortality").output))
    let vector = FileAnswers.vector("phe_life_expectancy_input")
    let of = try run("lifetable", vector, "--provenance", "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(of.output.utf8)) as? [String: Any]
    let facts = try #require(object?["provenance"] as? [String: Any])
    #expect((facts["sources"] as? [[String: Any]])?.count == 1 && facts["release"] is NSNull)
  }

  /// What was written with its provenance can be loaded again, and the lines of rejected rows are those of the file.
  @Test func anExportWithProvenanceGoesInAgain() throws {
    let folder = try TemporaryFolder()
    let store = try DatasetsStore.url
    let file = folder.path("out.csv")
    let wanted = ["export", "90284", "--area", "Birmingham"]
    let written = try BinaryUnderTest.run(wanted + ["--provenance", "--output", file], store: store)
    #expect(written.status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let remarks = text.split(separator: "\n").prefix { $0.hasPrefix("# ") }.count
    #expect(remarks > 3)
    let loaded = try BinaryUnderTest.run(["append", "out.csv", "--store", "s"], in: folder.url)
    #expect(loaded.status == 0, "\(loaded.errors)")
    let again = try BinaryUnderTest.run(wanted + ["--store", "s"], in: folder.url)
    let columns = ["sex", "period", "value", "lower_95", "count", "denominator", "status"]
    let figures = text.split(separator: "\n").dropFirst(remarks).joined(separator: "\n")
    #expect(CSVText.rows(again.output, columns) == CSVText.rows(figures, columns))
    #expect(CSVText.rows(figures, columns).count > 10)
    _ = try folder.write(text + "90284,x,E08000025,Birmingham\n", to: "bad.csv")
    _ = try BinaryUnderTest.run(["append", "bad.csv", "--store", "s"], in: folder.url)
    let rejects = try String(contentsOfFile: folder.path("bad.csv.rejects.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").count + 1
    #expect(rejects.contains("bad.csv,\(lines),"), "\(rejects)")
  }
}

/// Whole numbers as people are told them, by Foundation.
private enum GroupedText {
  static func of(_ number: Int) -> String { number.formatted(.number.locale(Locale(identifier: "en_GB"))) }
}
