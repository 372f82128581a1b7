import ArgumentParser
import TideModel
import TideReport

/// How a chart is written.
enum ChartFormat: String, CaseIterable, ExpressibleByArgument {
  /// A picture.
  case svg
  /// Characters of Unicode.
  case text
  /// Characters of ASCII.
  case ascii
}

/// How large a chart is, and where it goes.
struct ChartOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("svg, text or ascii (else text on a terminal, svg in a pipe or a file).", valueName: "format"))
  var format: ChartFormat?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the chart to this file, whole or not at all (else to standard output).", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var output: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The width in pixels, \(limits.lowerBound) to \(limits.upperBound).", valueName: "pixels"))
  var width: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The height in pixels, \(limits.lowerBound) to \(limits.upperBound) (else what the chart needs).",
      valueName: "pixels"))
  var height: Int?

  /// Sizes that are drawn.
  private static let limits = 160...10_000

  func validate() throws {
    for (name, size) in [("width", width), ("height", height)] {
      if let size, !Self.limits.contains(size) {
        throw ValidationError("--\(name) is \(Self.limits.lowerBound) to \(Self.limits.upperBound) pixels.")
      }
    }
  }

  private var chosenFormat: ChartFormat { format ?? (output == nil && Terminal.isOutput ? .text : .svg) }

  /// Draws a chart and writes it.
  /// - Parameters:
  ///   - area: the code of the area that it is about.
  ///   - source: where the figures are from.
  func write(
    _ kind: Chart.Kind, of table: ResultTable, beside second: ResultTable? = nil, area: String = "", source: String
  ) throws {
    let format = chosenFormat
    var setting = Chart.Setting(
      area: area, source: source, width: width.map(Double.init), height: height.map(Double.init),
      medium: format == .svg ? .page : .terminal)
    if format != .svg, width == nil { setting.width = Terminal.width.map { Double(min(max($0, 40), 400) * 8) } }
    let chart = try Chart(kind, of: table, beside: second, setting)
    let text = format == .svg ? chart.svg : chart.text(isPlain: format == .ascii)
    if let output { try ChartFile.write(text, to: output) } else { try Console.write(text) }
  }
}
