import Foundation
import TestSupport
import Testing

/// The examples that help gives of commands on a file run on files of the columns it names.
@Suite struct FileExampleTests {
  @Test(arguments: ["rates", "standardise", "lifetable", "decompose"])
  func examplesOfHelpRun(command: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("tidemark"), withDestinationURL: BinaryUnderTest.url)
    for (name, text) in Self.files { _ = try folder.write(text, to: name) }
    let help = try BinaryUnderTest.run(["help", command]).output.split(separator: "\n")
    // No line of prose or example is broken where it was not written so.
    #expect(help.allSatisfy { $0.count <= 80 })
    let examples = help.filter { $0.hasPrefix("  tidemark \(command) ") }
    #expect(examples.count >= 3)
    for example in examples {
      let outcome = try BinaryUnderTest.run(
        program: URL(fileURLWithPath: "/bin/sh"), ["-c", String(example)], in: folder.url,
        environment: BinaryUnderTest.environment(["PATH": "\(folder.url.path):/usr/bin:/bin"]))
      #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(example): \(outcome.errors)")
      #expect(!outcome.output.contains(",x,"), "a figure for every row: \(example): \(outcome.output)")
    }
  }

  private static let files: [(name: String, text: String)] = {
    var deaths = "area,sex,year,age,deaths,population\n"
    var causes = "area,age,population,heart,lung\n"
    var health = "age,deaths,population,good_health,respondents\n"
    for (area, factor) in [("England", 9), ("Wales", 7), ("Birmingham", 3), ("Solihull", 2)] {
      for place in 0..<19 {
        let age = place == 18 ? "90+" : "\(5 * place)-\(5 * place + 4)"
        deaths += "\(area),Persons,2023,\(age),\(factor * (3 + place * place)),\(factor * 3000)\n"
        causes += "\(area),\(age),\(3000),\(factor + place),\(1 + place * place)\n"
        if area == "England" { health += "\(age),\(3 + place * place),4000,0.8,500\n" }
      }
    }
    let parts = causes.replacing("Birmingham", with: "Most deprived").replacing("Wales", with: "The rest")
    return [
      ("deaths.csv", deaths), ("all.csv", deaths), ("deaths-by-cause.csv", causes), ("causes.csv", parts),
      ("health.csv", health),
      ("world.csv", "age,standard_population\n" + (0..<18).map { "\(5 * $0)-\(5 * $0 + 4),7\n" }.joined() + "90+,1\n"),
      ("admissions.csv", "area,year,count,population\nA,2022,4,900\nA,2023,5,910\nB,2022,60,700\nB,2023,61,720\n"),
      ("smokers.csv", "area,x,n\nA,4,90\nB,61,720\n"),
      ("birthweights.csv", "area,mother,value\nA,1,3400\nA,2,2950\nB,3,3100\nB,4,3620\n"),
    ]
  }()
}
