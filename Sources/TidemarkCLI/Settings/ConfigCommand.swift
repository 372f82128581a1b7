import ArgumentParser
import TideModel
import TideQuery
import TideStore

/// `tidemark config`.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "What holds when a command does not say: store, area, benchmark, peers, format.",
    discussion: """
      EXAMPLES:
        tidemark config --show                  every setting and who says so
        tidemark config area Solihull           from now on about Solihull
        tidemark config peers core-cities       ranked among the core cities
        tidemark config peers.neighbours "Leeds, Sheffield, E08000003"
        tidemark config --unset area

      An option of a command goes before the environment (TIDEMARK_AREA), that before
      the file of settings (TIDEMARK_CONFIG, else $XDG_CONFIG_HOME/tidemark/config),
      and that before what is built in.

      SETTINGS:
      \(Setting.allCases.map { "  \($0.rawValue)\(String(repeating: " ", count: 12 - $0.rawValue.count))\($0.meaning)" }.joined(separator: "\n"))
        peers.NAME  a group of areas: names and codes with commas, or a file's path
      """)

  @Argument(help: "The setting.", completion: .list(Setting.allCases.map(\.rawValue)))
  var name: String?
  @Argument(help: "What it is from now on.")
  var value: [String] = []
  @Flag(name: .long, help: "Show every setting and where it comes from, as without a name.")
  var show = false
  @Flag(name: .long, help: "Take the setting out of the file.")
  var unset = false
  @OptionGroup var store: StoreOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if show, name != nil { throw ValidationError("--show shows every setting; leave the name out.") }
    if unset, name == nil { throw ValidationError("Name the setting: config --unset area.") }
    if unset, !value.isEmpty { throw ValidationError("--unset takes no value.") }
  }

  func run() throws {
    guard let name = name?.lowercased() else {
      return try answer.write(table(), hint: "", from: .files([]))
    }
    guard Setting(rawValue: name) != nil || Settings.groupName(name) != nil else { throw Settings.unknown(name) }
    try checkName(name)
    if unset { return try change { try $0.unset(name) ? "\(name) is unset" : "\(name) was not set" } }
    if !value.isEmpty {
      let text = value.joined(separator: " ")
      try check(name, text)
      return try change {
        try $0.set(name, to: text)
        return "\(name) = \(text)"
      }
    }
    try Console.write(current(name).text + "\n")
  }

  /// Refuses a name that a line of the file cannot begin with.
  private func checkName(_ name: String) throws {
    let isOdd = name.contains("=") || name.unicodeScalars.contains(where: Self.isControl)
    guard isOdd || name.last?.isWhitespace ?? false else { return }
    throw CommandFailure(
      .usage, "'\(name)' cannot be the name of a group", remedy: "Use letters, digits, - and _: peers.neighbours.")
  }

  private static func isControl(_ character: Unicode.Scalar) -> Bool {
    character.properties.generalCategory == .control || ["\u{2028}", "\u{2029}"].contains(character)
  }

  private func current(_ name: String) throws -> Settings.Value {
    let settings = try Settings.loaded.get()
    if let setting = Setting(rawValue: name) { return settings.value(setting) }
    guard let group = settings.group(Settings.groupName(name) ?? "") else {
      throw CommandFailure(
        .usage, "\(name) is not set", remedy: "Set it with: tidemark config \(name) \"AREA, AREA, ...\"")
    }
    return group
  }

  private func table() throws -> ResultTable {
    let settings = try Settings.loaded.get()
    var table = ResultTable(
      columns: [
        ResultTable.Column(name: "setting", title: "Setting", kind: .text),
        ResultTable.Column(name: "value", title: "Value", kind: .text),
        ResultTable.Column(name: "from", title: "From", kind: .text),
      ], title: "Settings")
    func add(_ name: String, _ value: Settings.Value) {
      table.append([.text(name), .text(value.text), .text(value.origin.text)])
    }
    for setting in Setting.allCases { add(setting.rawValue, settings.value(setting)) }
    for group in settings.groups { add("peers.\(group.name)", group.value) }
    return table
  }

  /// Refuses what the next command would stumble over. Names of areas are looked up where there is a store.
  private func check(_ name: String, _ text: String) throws {
    guard !text.unicodeScalars.contains(where: Self.isControl) else {
      throw CommandFailure(
        .usage, "a setting is one line of text",
        remedy: "Give \(name) a value without line ends and control characters.")
    }
    guard let setting = Setting(rawValue: name) else { return }
    try setting.check(text)
    guard setting == .area || setting == .benchmark, let snapshot = try? Snapshot.open(store.path) else { return }
    // Nobody is asked which was meant: the text itself is kept, and has to stand for one thing.
    let resolver = Resolver(snapshot)
    if setting == .area { _ = try resolver.area(text) } else { _ = try resolver.benchmark(text) }
  }

  private func change(_ body: (inout SettingsFile) throws -> String) throws {
    guard let path = SettingsFile.usualPath else {
      throw CommandFailure(
        .usage, "there is no place for settings: neither HOME nor XDG_CONFIG_HOME is set",
        remedy: "Name a file with TIDEMARK_CONFIG.")
    }
    var file = try SettingsFile(path)
    let done = try body(&file)
    try file.save()
    Console.tell("tidemark: \(done), in \(file.shownPath)")
  }
}
