import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import TidemarkCLI

/// Nothing that can be typed traps: random words and options, sensible, near sensible and hostile, for every command.
///
/// The short form parses 1,500 command lines and runs 300 others; `TIDEMARK_LONG=1` parses and runs 100,000.
@Suite struct ArgumentFuzzTests {
  private static let commands = RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName }

  /// Names of options as the help of all commands lists them.
  private static let options: [String] = {
    let help = RootCommand.configuration.subcommands.map { RootCommand.helpMessage(for: $0, columns: 1000) }
    return Set(help.joined(separator: "\n").matches(of: /--[a-z0-9-]+/).map { String($0.output) }).sorted()
  }()

  private static let values = [
    "90284", "900301", "241", "infant mortality", "suicide", "mortality", "birmingham", "E08000025", "E92000001",
    "west midlands",
    "core-cities", "male", "Persons", "<1 yr", "none", "all", "2023", "2022/23", "2021 - 23", "Mar 2024", "region",
    "upper-tier",
    "csv", "table", "json", "html", "value", "-value", "area,value", "3", "0", "1", "-1", "99999999999999999999",
    "1e309", "nan",
    "-0.0", "2024-02-30", "2024-06-30", "interval95", "control-limits", "95", "90..95", "95..90", "p25..p75",
    "p-1..p999", "ci", "ci95",
    "last-year", "hes", "opensafely", "k=5", "k=-1", "k=", "median", "pooled", "figures.csv", "/dev/null", "/", ".",
    "missing.csv",
    "", " ", "-", "--", "---", "=", "\u{1F3E5}", "e\u{301}", "\u{202E}evil", "%n%s", "$(x)", "'", "\"", "\\", "\n",
    "a\tb", "\u{1B}[31m",
    "*", "NEAR(", "indicator_id", String(repeating: "x", count: 3000), "help", "smoke", "topics", "periods",
  ]

  /// A command line. Commands that would measure for long or fill the disk get sizes that they refuse or that are small.
  private static func arguments(_ random: inout SeededGenerator) -> [String] {
    func pick(_ texts: [String]) -> String { texts[Int.random(in: texts.indices, using: &random)] }
    var line: [String] = []
    if Int.random(in: 0..<20, using: &random) > 0 { line.append(pick(commands)) }
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0...3: line.append(pick(values))
      case 4...7:
        line.append(pick(options))
        if Bool.random(using: &random) { line.append(pick(values)) }
      case 8: line.append(pick(options) + "=" + pick(values))
      default: line.append(pick(options + values).shuffled(using: &random).reduce(into: "") { $0.append($1) })
      }
    }
    return line.map { $0.replacing("\0", with: "") }
  }

  @Test func noCommandLineTrapsTheParser() {
    var random = Seed.generator(71)
    var understood = 0
    for _ in 0..<(Seed.isLong ? 100_000 : 1_500) {
      let line = Self.arguments(&random)
      // As the program does, which reads a command's own words without the tree of all the others.
      let command =
        RootCommand.configuration.subcommands.first { $0.configuration.commandName == line.first } ?? RootCommand.self
      do {
        _ = try command.parseAsRoot(command == RootCommand.self ? line : Array(line.dropFirst()))
        understood += 1
      } catch {
        _ = command.fullMessage(for: error)
        _ = command.exitCode(for: error)
      }
    }
    #expect(understood > 50, "too few lines make sense to try anything")
  }

  @Test func noCommandLineTrapsTheProgram() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.figures, to: "figures.csv")
    var random = Seed.generator(72)
    let documented = Set(ExitStatus.allCases.map(\.rawValue))
    for number in 0..<(Seed.isLong ? 100_000 : 300) {
      // What was written by lines before must not stand in the way of others for ever.
      if number % 50 == 0 {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) where name != "figures.csv" {
          try FileManager.default.removeItem(atPath: folder.path(name))
        }
        _ = try BinaryUnderTest.run(["append", "figures.csv"], in: folder.url)
      }
      let line = Self.arguments(&random)
      // `generate` and `bench` take what time they are told to.
      if ["generate", "bench"].contains(line.first),
        line.contains(where: { ["90284", "3", "1", "241", "95"].contains($0) })
      {
        continue
      }
      let outcome = try BinaryUnderTest.run(line, in: folder.url, environment: ["XDG_CONFIG_HOME": folder.url.path])
      #expect(!outcome.wasKilled, "TIDEMARK_SEED=\(Seed.value) \(line): \(outcome.errors)")
      #expect(
        documented.contains(outcome.status), "TIDEMARK_SEED=\(Seed.value) \(line): \(outcome.status) \(outcome.errors)")
      if outcome.wasKilled { return }
    }
  }

  private static let figures = """
    indicator_id,area_code,sex,age,period,value,lower_95,upper_95,count,denominator
    90284,E92000001,Persons,<15 yrs,2022/23,75,74,76,75000,10000000
    90284,E08000025,Persons,<15 yrs,2022/23,80,76,84,1915,239000
    90284,E08000029,Persons,<15 yrs,2022/23,83,73,94,330,39000
    900301,E08000025,Persons,<1 yr,2023,8.8,,,,

    """
}
